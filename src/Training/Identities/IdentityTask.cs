using System.Runtime.InteropServices;
using Graft.Data;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Descriptors of length 1 that are alike for images of one identity. Takes <see cref="IIdentityImages"/>; the validation images are of other identities.
/// Losses with prototypes have them as the job's head, which is left behind when the training is done.
/// </summary>
internal sealed class IdentityTask(IdentityLossOptions loss) : ITrainingTask
{
    private const string Layer = "prototypes";

    /// <summary>The tensor with a row for each identity that is learned.</summary>
    public const string Prototypes = $"{Layer}.weight";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics => IdentityMetricTable.Table.Monitored;

    /// <inheritdoc/>
    public bool AnswersPerClass => false;

    /// <inheritdoc/>
    public bool IsPartOfWhole => loss.Loss == IdentityLoss.Triplet;

    /// <summary>The heads of a job: prototypes where the loss has them.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="graph">The network from images to descriptors.</param>
    /// <param name="identities">Identities that are learned.</param>
    public static IReadOnlyList<Graph> HeadsOf(IdentityLoss loss, Graph graph, int identities)
    {
        if (loss == IdentityLoss.Triplet) return [];
        var builder = new GraphBuilder(Layer, graph.OutputChannels);
        builder.Begin(graph.Stages[^1].Name);
        var prototypes = builder.Linear(Layer, builder.Input, identities, bias: false);
        builder.End(prototypes, stride: 0);
        return [builder.Build(prototypes)];
    }

    /// <inheritdoc/>
    public IEnumerable<Problem> Examine(TrainingJob job)
    {
        foreach (var problem in OptionsCheck.Find(loss)) yield return problem;
        if (!job.Options.Mixing.IsOff) yield return new Problem("Mixing", "Mixup and cutmix are for classification.", "Leave them off.");
        if (job.Train is not IIdentityImages images)
        {
            yield return new Problem("Training", $"{job.Train.GetType().Name} gives no identities.", "Identities are learned from IIdentityImages.");
            yield break;
        }
        var (each, identities) = (images.ImagesPerIdentity, Enumerable.Range(0, images.Count).Select(images.LabelOf).Distinct().Count());
        if (identities != job.Classes) yield return new Problem("Training", $"There are {identities} identities, not {job.Classes}.", "Labels count from 0.");
        if (each < 2 || job.Options.BatchSize % each != 0 || job.Options.BatchSize / each < 2 || job.Options.BatchSize / each > identities)
            yield return new Problem("BatchSize", $"{job.Options.BatchSize} images are not {each} images each of 2 to {identities} identities.",
                "A batch is of several identities with several images each.");
    }

    /// <inheritdoc/>
    public Func<TorchOutput, torch.Tensor> Prepare(TrainingJob job, Batch batch)
    {
        long[] labels = [.. batch.Targets.Take(batch.Count).Select(target => (long)(int)target)];
        return output =>
        {
            var identities = torch.empty([labels.Length, 1], torch.ScalarType.Int64);
            labels.CopyTo(MemoryMarshal.Cast<byte, long>(identities.bytes));
            return loss.Loss == IdentityLoss.Triplet
                ? Triplets(job.Collective, batch.Slice, output.Output, identities)
                : MarginSoftmax.Of(output.Output, output.Heads![0].Parameter(Prototypes), identities, loss);
        };
    }

    // Of the descriptors of all ranks, of which this one's have gradients here. All of them have the whole loss, and the first counts it.
    private torch.Tensor Triplets(ICollective ranks, BatchSlice slice, torch.Tensor own, torch.Tensor labels)
    {
        if (ranks.Size == 1) return BatchHardTriplets.Of(own, labels, loss.Margin);
        var width = (int)own.shape[1];
        var numbers = torch.cat([labels.to_type(torch.ScalarType.Float32), own.detach().to_type(torch.ScalarType.Float32)], 1);
        var (all, at) = ranks.OfBatch(slice, HostTensors.ToHost(numbers).Data);
        List<torch.Tensor> descriptors = [], identities = [];
        foreach (var (rank, values) in all.Index())
        {
            var rows = HostTensors.From(values, values.Length / (width + 1), width + 1);
            identities.Add(rank == at ? labels : rows.narrow(1, 0, 1).to_type(torch.ScalarType.Int64));
            descriptors.Add(rank == at ? own : rows.narrow(1, 1, width).to_type(own.dtype));
        }
        var whole = BatchHardTriplets.Of(torch.cat(descriptors), torch.cat(identities), loss.Margin);
        return ranks.Rank == 0 ? whole : whole.Minus(whole.detach());
    }

    /// <inheritdoc/>
    public IMetricAccumulator Accumulator(TrainingJob job) => new Descriptors(loss.Scale);

    /// <inheritdoc/>
    public override string ToString() => $"identities, {loss}";

    private sealed class Descriptors(double scale) : IMetricAccumulator
    {
        private readonly LabelledRows _rows = new();

        public void Add(TorchOutput output, Batch batch) => _rows.Add(output, batch);

        public byte[] State() => _rows.State();

        public void Add(byte[] state) => _rows.Add(state);

        public ValidationMetrics Finish()
        {
            var sample = new IdentitySample(_rows.Numbers.ToArray(), _rows.Labels);
            return new(sample.NeighbourLoss(scale), IdentityMetricTable.Table.Monitor(sample));
        }
    }
}
