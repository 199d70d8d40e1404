using Graft.Data;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Finding objects: proposals and regions (arXiv:1506.01497), with masks where the network draws them (arXiv:1703.06870), or all anchors at once
/// (arXiv:1708.02002). Targets are <see cref="SceneTarget"/>s.
/// </summary>
/// <param name="network">The detector; its trunk is the job's graph, its heads are the job's heads.</param>
/// <param name="classes">Class names.</param>
/// <param name="options">How it learns.</param>
internal sealed class DetectionTask(DetectionNetwork network, IReadOnlyList<string> classes, DetectionTaskOptions? options = null) : ITrainingTask
{
    private readonly DetectionTaskOptions _options = options ?? new();

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; } = CocoMetricTable.Monitored(network.MaskHead is not null);

    /// <inheritdoc/>
    public bool AnswersPerClass => false;

    /// <inheritdoc/>
    public bool IsPartOfWhole => network.Architecture.IsTwoStage;

    /// <inheritdoc/>
    public IEnumerable<Problem> Examine(TrainingJob job)
    {
        List<Problem> problems = OptionsCheck.Find(_options);
        if (classes.Count != network.Classes)
            problems.Add(new Problem(network.Architecture.Name, $"It tells {network.Classes} classes apart where there are {classes.Count}.",
                "Build it for this number."));
        if (!ReferenceEquals(job.Graph, network.Trunk))
            problems.Add(new Problem("Graph", "The job's graph is not the detector's trunk.", "Train one detector at a time."));
        foreach (var source in new[] { job.Train, job.Validation }.OfType<IImageSource>().Where(source => source is not ISizedImages))
            problems.Add(new Problem(source.GetType().Name, "It gives no sizes.", "A detector learns from ISizedImages."));
        return problems;
    }

    /// <inheritdoc/>
    public Func<TorchOutput, torch.Tensor> Prepare(TrainingJob job, Batch batch)
    {
        SceneTarget[] targets = [.. batch.Targets.Take(batch.Count).Cast<SceneTarget>()];
        return output => Loss(output, targets, batch, job.Collective, isTraining: true);
    }

    /// <inheritdoc/>
    public IMetricAccumulator Accumulator(TrainingJob job) =>
        new DetectionAccumulator(network, classes, _options,
            (output, targets, batch) => Loss(output, targets, batch, OneProcess.Instance, isTraining: false).ToDouble());

    private torch.Tensor Loss(TorchOutput output, SceneTarget[] targets, Batch batch, ICollective ranks, bool isTraining)
    {
        var grid = new AnchorGrid(network, output.Outputs, batch.Size);
        if (!network.Architecture.IsTwoStage) return AnchorLoss.OneStage(grid, targets, _options, network.Outputs, network.Architecture.BoxLoss);
        var anchors = AnchorLoss.Draw(grid, targets, _options, batch);
        var regions = RegionChoice.Draw(grid, network, targets, _options, batch);
        var masked = network.MaskHead is null ? RegionChoice.None : regions.ForMasks(_options.MasksPerImage);
        var counts = ranks.SumOfBatch(batch.Slice, anchors.Count, regions.Regions.Count, masked.Regions.Count);
        return AnchorLoss.Proposals(grid, anchors, counts[0]).Plus(
            new RegionLoss(network, targets) { Share = batch.Share, Regions = counts[1], MaskRegions = counts[2] }
                .Of(grid, regions, masked, output.Heads!, isTraining));
    }
}
