namespace Graft.Training;

/// <summary>Shortest milliseconds of one training step of a small network; 0 where it was not tried.</summary>
/// <param name="ChannelsFirst">float32, N x C x H x W.</param>
/// <param name="ChannelsLast">float32, N x H x W x C.</param>
/// <param name="Bfloat16First">bfloat16, N x C x H x W.</param>
/// <param name="Bfloat16Last">bfloat16, N x H x W x C.</param>
public sealed record KindSpeed(double ChannelsFirst, double ChannelsLast, double Bfloat16First, double Bfloat16Last)
{
    // Channels-last needs no copy of the input and its 1 x 1 convolutions run as products: it wins where the metrics are near.
    private const double Margin = 1.1;

    /// <summary>Median over shortest time, the worst of all: 1 on a quiet machine.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>How many times as fast bfloat16 is as float32, each in its better layout; 0 where it was not tried.</summary>
    public double Bfloat16Gain => Bfloat16Last == 0 ? 0 : Math.Min(ChannelsFirst, ChannelsLast) / Math.Min(Bfloat16First, Bfloat16Last);

    /// <summary>The layout to use.</summary>
    public MemoryLayout FasterLayout(Precision precision)
    {
        var (first, last) = precision == Precision.Bfloat16 && Bfloat16Last > 0 ? (Bfloat16First, Bfloat16Last) : (ChannelsFirst, ChannelsLast);
        return first * Math.Max(Margin, Noise) < last ? MemoryLayout.ChannelsFirst : MemoryLayout.ChannelsLast;
    }
}
