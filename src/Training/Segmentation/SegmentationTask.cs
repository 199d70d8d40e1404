using System.Runtime.InteropServices;
using Graft.Data;
using Graft.Imaging;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// A class for every pixel. The network answers with logits N x classes x H x W at the size of its input; the target of an image is a
/// <see cref="ClassMap"/> of that size. An auxiliary classifier's loss counts with <see cref="TrainingOptions.AuxiliaryWeight"/>.
/// </summary>
internal sealed class SegmentationTask(SegmentationLossOptions? loss = null) : ITrainingTask
{
    private readonly SegmentationLossOptions _loss = loss ?? SegmentationLossOptions.Default;

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics => SegmentationMetricTable.Table.Monitored;

    /// <inheritdoc/>
    public bool IsPartOfWhole => true;

    /// <inheritdoc/>
    public IEnumerable<Problem> Examine(TrainingJob job)
    {
        foreach (var problem in OptionsCheck.Find(_loss)) yield return problem;
        if (!job.Options.Mixing.IsOff) yield return new Problem("Mixing", "Mixup and cutmix are for classification.", "Leave them off.");
        if (job.Classes > ClassMap.Ignore)
            yield return new Problem("Classes", $"There are {job.Classes} classes.",
                $"A mask tells {ClassMap.Ignore} apart; {ClassMap.Ignore} itself does not count.");
    }

    /// <inheritdoc/>
    public Func<TorchOutput, torch.Tensor> Prepare(TrainingJob job, Batch batch)
    {
        var ranks = job.Collective.Size == 1 ? null : new SegmentationRanks(job.Collective, batch.Slice, () => batch.WholeWeight);
        var loss = new SegmentationLoss(_loss, MapsOf(batch), job.Options.ClassWeights, job.Options.LabelSmoothing, ranks);
        batch.Weight = loss.Weight;
        return output => loss.Of(output.Output, output.Auxiliary, job.Options.AuxiliaryWeight);
    }

    /// <inheritdoc/>
    public IMetricAccumulator Accumulator(TrainingJob job) => new PixelAccumulator(job.Classes);

    /// <inheritdoc/>
    public override string ToString() => $"segmentation, {_loss}";

    private static ClassMap[] MapsOf(Batch batch) => [.. batch.Targets.Take(batch.Count).Cast<ClassMap>()];

    private sealed class PixelAccumulator(int classes) : IMetricAccumulator
    {
        private readonly long[] _confusion = new long[classes * classes];
        private readonly List<double> _losses = []; // of batches, to be added in their order, whoever computed them
        private long _pixels;

        public void Add(TorchOutput output, Batch batch)
        {
            var maps = MapsOf(batch);
            var counted = maps.Sum(map => map.Values.LongLength - map.Histogram()[ClassMap.Ignore]);
            _losses.Add(new SegmentationLoss(SegmentationLossOptions.Default, maps, null, 0).Of(output.Output).ToDouble() * counted);
            _pixels += counted;
            var predicted = MemoryMarshal.Cast<byte, long>(output.Output.argmax(1).contiguous().bytes);
            var at = 0;
            foreach (var map in maps)
                foreach (var truth in map.Values)
                {
                    if (truth != ClassMap.Ignore) _confusion[truth * classes + predicted[at]]++;
                    at++;
                }
        }

        public byte[] State() => MemoryMarshal.AsBytes<long>([_pixels, .. _confusion, .. _losses.Select(BitConverter.DoubleToInt64Bits)]).ToArray();

        public void Add(byte[] state)
        {
            var values = MemoryMarshal.Cast<byte, long>(state);
            _pixels += values[0];
            for (var i = 0; i < _confusion.Length; i++) _confusion[i] += values[1 + i];
            foreach (var loss in values[(1 + _confusion.Length)..]) _losses.Add(BitConverter.Int64BitsToDouble(loss));
        }

        public ValidationMetrics Finish() => SegmentationValidationMetrics.Of(_confusion, classes, _losses.Sum() / Math.Max(1, _pixels));
    }
}
