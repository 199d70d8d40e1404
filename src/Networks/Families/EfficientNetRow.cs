namespace Graft.Networks.Families;

/// <summary>One EfficientNet.</summary>
/// <param name="Stem">Width of the first convolution.</param>
/// <param name="Dropout">Rate before the classifier.</param>
/// <param name="Features">Width of the last convolution.</param>
/// <param name="Runs">Runs of blocks, <c>features.1</c> and on.</param>
internal sealed record EfficientNetRow(int Stem, double Dropout, int Features, IReadOnlyList<EfficientNetRun> Runs)
{
    private static readonly EfficientNetRun[] Base =
    [
        new(1, 3, 1, 16, 1), new(6, 3, 2, 24, 2), new(6, 5, 2, 40, 2), new(6, 3, 2, 80, 3), new(6, 5, 1, 112, 3), new(6, 5, 2, 192, 4), new(6, 3, 1, 320, 1),
    ];

    /// <summary>Epsilon of the batch norms.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Momentum of the batch norms.</summary>
    public double Momentum { get; init; } = 0.1;

    /// <summary>The first version's base network, wider and deeper by these factors.</summary>
    public static EfficientNetRow Scaled(double width, double depth, double dropout) => new(
        Rounding.Width(32 * width), dropout, 4 * Rounding.Width(320 * width),
        [.. Base.Select(run => run with { Width = Rounding.Width(run.Width * width), Depth = Rounding.Depth(run.Depth * depth) })]);
}
