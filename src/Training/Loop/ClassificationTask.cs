using System.Runtime.InteropServices;
using Graft.Data;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// One class per image: cross-entropy on N x classes logits, with smoothing, class weights and mixing. Takes <see cref="ILabelledImages"/>.
/// </summary>
internal sealed class ClassificationTask : ITrainingTask
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics => ClassificationMetricTable.Table.Monitored;

    /// <inheritdoc/>
    public IEnumerable<Problem> Examine(TrainingJob job) =>
        [.. Labels("Training", job.Train, job.Classes), .. Labels("Validation", job.Validation, job.Classes)];

    /// <inheritdoc/>
    public Func<TorchOutput, torch.Tensor> Prepare(TrainingJob job, Batch batch)
    {
        var builder = new TargetBuilder(job.Classes, job.Options.LabelSmoothing, job.Options.ClassWeights);
        var values = builder.Hard([.. batch.Targets.Take(batch.Loaded).Cast<int>()]);
        if (!job.Options.Mixing.IsOff && batch.HoldsImages)
            BatchMixing.Apply(job.Options.Mixing, batch.Inputs.AsSpan(0, batch.Loaded * batch.InputLength), values,
                new BatchShape(batch.Loaded, job.Preprocess.Height, job.Preprocess.Width, 3), batch.Random("mix"));
        if (batch.HasNeighbour) values = values[..(batch.Count * job.Classes)]; // another rank's image, which only the first was mixed with
        var weight = builder.Finish(values);
        if (job.Options.ClassWeights is not null) batch.Weight = weight;
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
    public IMetricAccumulator Accumulator(TrainingJob job) => new Answers(job.Classes);

    private static torch.Tensor Loss(torch.Tensor logits, torch.Tensor targets) => torch.nn.functional.log_softmax(logits, 1).mul(targets).sum().neg();

    private static IEnumerable<Problem> Labels(string where, IImageSource? source, int classes)
    {
        if (source is null) yield break;
        if (source is not ILabelledImages images)
        {
            yield return new Problem(where, $"{source.GetType().Name} gives no labels.", "A classifier learns from ILabelledImages.");
            yield break;
        }
        for (var i = 0; i < images.Count; i++)
            if (images.LabelOf(i) < 0 || images.LabelOf(i) >= classes)
                yield return new Problem($"{where}: {images.NameOf(i)}", $"Its label {images.LabelOf(i)} is not one of {classes} classes.",
                    "Labels count from 0.");
    }

    private sealed class Answers(int classes) : IMetricAccumulator
    {
        private readonly LabelledRows _rows = new();

        public void Add(TorchOutput output, Batch batch) => _rows.Add(output, batch);

        public byte[] State() => _rows.State();

        public void Add(byte[] state) => _rows.Add(state);

        public ValidationMetrics Finish() => ClassificationValidationMetrics.Of(_rows.Numbers, [.. _rows.Labels], classes);
    }
}
