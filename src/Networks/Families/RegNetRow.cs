namespace Graft.Networks.Families;

/// <summary>
/// One RegNet by the parameters of its paper: block i is about <c>Start + Slope i</c> wide, quantised to the nearest
/// <c>Start Step^k</c> and then to multiples of 8; blocks of equal width are a stage.
/// </summary>
/// <param name="Depth">Number of blocks.</param>
/// <param name="Start">Width where the line begins.</param>
/// <param name="Slope">Width the line gains per block.</param>
/// <param name="Step">Ratio of the widths of neighbouring stages.</param>
/// <param name="GroupWidth">Channels per group of the 3x3 convolution.</param>
/// <param name="IsSqueezed">Has squeeze and excitation: RegNetY.</param>
internal sealed record RegNetRow(int Depth, int Start, double Slope, double Step, int GroupWidth, bool IsSqueezed = false)
{
    /// <summary>Width of the first convolution.</summary>
    public int Stem { get; init; } = 32;

    /// <summary>The stages, their widths made divisible by their groups' (never more than a tenth narrower for it).</summary>
    public IReadOnlyList<RegNetStage> Stages() =>
    [
        .. Enumerable.Range(0, Depth).Select(WidthOf).CountBy(width => width).OrderBy(pair => pair.Key).Select(pair =>
        {
            var group = Math.Min(GroupWidth, pair.Key);
            return new RegNetStage(pair.Value, Rounding.Width(pair.Key, group), group);
        }),
    ];

    private int WidthOf(int block)
    {
        var power = Math.Round(Math.Log((Start + Slope * block) / Start) / Math.Log(Step));
        return (int)Math.Round(Start * Math.Pow(Step, power) / 8) * 8;
    }
}
