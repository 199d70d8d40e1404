namespace Graft.Training;

/// <summary>
/// Targets with smoothing and class weights worked in, so that the loss is one product: -sum(target * log softmax). Equal to torch's
/// cross_entropy with the same options, for soft targets too.
/// </summary>
internal sealed class TargetBuilder(int classes, double smoothing, IReadOnlyList<double>? weights)
{
    /// <summary>One row per label with a single one in it.</summary>
    public float[] Hard(ReadOnlySpan<int> labels)
    {
        var targets = new float[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++) targets[i * classes + labels[i]] = 1;
        return targets;
    }

    /// <summary>Smooths and weights rows that sum to one, in place; afterwards the product above is the mean loss.</summary>
    /// <returns>The sum of the weights that the mean was taken over.</returns>
    public double Finish(Span<float> targets)
    {
        var total = 0.0;
        for (var i = 0; i < targets.Length; i++) total += targets[i] * Weight(i % classes);
        for (var i = 0; i < targets.Length; i++)
            targets[i] = (float)(((1 - smoothing) * targets[i] + smoothing / classes) * Weight(i % classes) / total);
        return total;
    }

    private double Weight(int label) => weights?[label] ?? 1;
}
