using System.Runtime.InteropServices;
using TorchSharp;

namespace Graft.Training;

/// <summary>Runs the network over the validation pictures as it would predict.</summary>
internal static class ValidationPass
{
    public static ValidationMetrics Run(PhaseModel model, IPictureSource source, int classes, int batchSize, int workers)
    {
        var logits = new float[source.Count * classes];
        int[] order = [.. Enumerable.Range(0, source.Count)];
        using var loader = new BatchLoader(order, batchSize, () => model.NewBatch(batchSize), (batch, position) => model.Load(source, 0, batch, position), workers);
        var done = 0;
        foreach (var batch in loader.Batches())
        {
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            model.Complete(source, batch);
            var output = model.Trained.Forward(model.Input(batch), isTraining: false).Output.contiguous();
            MemoryMarshal.Cast<byte, float>(output.bytes).CopyTo(logits.AsSpan(done * classes));
            done += batch.Count;
        }
        return ValidationMetrics.Of(logits, [.. order.Select(source.LabelOf)], classes);
    }
}
