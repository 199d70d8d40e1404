using Graft.Training;

namespace Graft;

/// <summary>What a segmentation network is trained with unless the user says otherwise.</summary>
public static class SegmentDefaults
{
    private static readonly TrainRequest Usual = new() { Data = "" };

    /// <summary>The request for segmentation: values that were left as a classifier has them become those of <see cref="SegmentRequest"/>.</summary>
    /// <exception cref="ProblemsException">The request holds what has a meaning for classification only; all of it is named.</exception>
    public static SegmentRequest Of(TrainRequest request)
    {
        RefuseUnsupported(request);
        var own = new SegmentRequest { Data = request.Data };
        return own with
        {
            Model = request.Model,
            Weights = request.Weights,
            Strategy = request.Strategy == Usual.Strategy ? own.Strategy : request.Strategy,
            Freeze = request.Freeze,
            Epochs = request.Epochs == Usual.Epochs ? own.Epochs : request.Epochs,
            Batch = request.Batch == Usual.Batch ? own.Batch : request.Batch,
            ImageSize = request.ImageSize,
            LearningRate = request.LearningRate,
            Optimizer = request.Optimizer,
            WeightDecay = request.WeightDecay,
            WarmupEpochs = request.WarmupEpochs,
            LayerDecay = request.LayerDecay,
            LabelSmoothing = request.LabelSmoothing,
            Ema = request.Ema == Usual.Ema ? own.Ema : request.Ema,
            Patience = request.Patience,
            Precision = request.Precision,
            Augment = request.Augment == Usual.Augment ? own.Augment : request.Augment,
            Seed = request.Seed,
            Workers = request.Workers,
            ValidationShare = request.ValidationShare,
            OnBadImage = request.OnBadImage,
            Project = request.Project == Usual.Project ? own.Project : request.Project,
            Name = request.Name,
            ExistOk = request.ExistOk,
            Resume = request.Resume,
            SecondsLimit = request.SecondsLimit,
        };
    }

    private static void RefuseUnsupported(TrainRequest request)
    {
        List<Problem> problems = [];
        if (request.Strategy == TransferStrategy.Probe) problems.Add(new("--strategy probe", "There is no closed solution for every pixel.", "Use head, partial, full or gradual."));
        foreach (var (flag, isSet) in new[] { ("--mixup", request.Mixup > 0), ("--cutmix", request.Cutmix > 0) })
            if (isSet) problems.Add(new(flag, "It is for classification.", "Leave it out."));
        if (problems.Count > 0) throw new ProblemsException("The training request", problems);
    }
}
