using System.Runtime.InteropServices;
using Graft.Data;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// One class per picture: cross-entropy on N x classes logits, with smoothing, class weights and mixing. Takes <see cref="ILabelledPictures"/>.
/// </summary>
internal sealed class ClassificationTask : ITrainingTask
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Figures { get; } = [ClassificationFigures.Accuracy, ClassificationFigures.BalancedAccuracy];

    /// <inheritdoc/>
    public IEnumerable<Problem> Examine(TrainingJob job) =>
        [.. Labels("Training", job.Train, job.Classes), .. Labels("Validation", job.Validation, job.Classes)];

    /// <inheritdoc/>
    public Func<TorchOutput, torch.Tensor> Prepare(TrainingJob job, Batch batch)
    {
        var builder = new TargetBuilder(job.Classes, job.Options.LabelSmoothing, job.Options.ClassWeights);
        var values = builder.Hard([.. batch.Targets.Take(batch.Count).Cast<int>()]);
        if (!job.Options.Mixing.IsOff && batch.HoldsPictures)
            BatchMixing.Apply(job.Options.Mixing, batch.Inputs.AsSpan(0, batch.Count * batch.InputLength), values,
                new BatchShape(batch.Count, job.Preprocess.Height, job.Preprocess.Width, 3), batch.Random("mix"));
        builder.Finish(values);
        var targets = HostTensors.From(values, batch.Count, job.Classes);
        return output =>
        {
            var loss = Loss(output.Output, targets);
            if (output.Auxiliary is not { } auxiliary) return loss;
            // GoogLeNet has two side by side.
            foreach (var logits in auxiliary.split(job.Classes, 1)) loss = loss.Plus(Loss(logits, targets).Times(job.Options.AuxiliaryWeight));
            return loss;
        };
    }

    /// <inheritdoc/>
    public IValidationAccount Account(TrainingJob job) => new Answers(job.Classes);

    private static torch.Tensor Loss(torch.Tensor logits, torch.Tensor targets) => torch.nn.functional.log_softmax(logits, 1).mul(targets).sum().neg();

    private static IEnumerable<Problem> Labels(string where, IPictureSource? source, int classes)
    {
        if (source is null) yield break;
        if (source is not ILabelledPictures pictures)
        {
            yield return new Problem(where, $"{source.GetType().Name} gives no labels.", "A classifier learns from ILabelledPictures.");
            yield break;
        }
        for (var i = 0; i < pictures.Count; i++)
            if (pictures.LabelOf(i) < 0 || pictures.LabelOf(i) >= classes)
                yield return new Problem($"{where}: {pictures.NameOf(i)}", $"Its label {pictures.LabelOf(i)} is not one of {classes} classes.",
                    "Labels count from 0.");
    }

    private sealed class Answers(int classes) : IValidationAccount
    {
        private readonly List<float> _logits = [];
        private readonly List<int> _labels = [];

        public void Add(TorchOutput output, Batch batch)
        {
            _logits.AddRange(MemoryMarshal.Cast<byte, float>(output.Output.contiguous().bytes));
            _labels.AddRange(batch.Targets.Take(batch.Count).Cast<int>());
        }

        public ValidationMetrics Finish() => ClassificationFigures.Of(CollectionsMarshal.AsSpan(_logits), CollectionsMarshal.AsSpan(_labels), classes);
    }
}
