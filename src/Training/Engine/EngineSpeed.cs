using System.Text.Json.Serialization;

namespace Graft.Training;

/// <summary>
/// How fast this machine trains small networks of two kinds in each layout: machines differ so much that no
/// rule is right everywhere. Measured once per processor model in a few seconds, and kept. Precisions are tried with the job's own
/// network (<see cref="PrecisionTrial"/>): of small networks, bfloat16 was slower where it trains a ResNet-50 at twice the speed.
/// </summary>
/// <param name="Dense">Ordinary convolutions (ResNet, VGG, Inception).</param>
/// <param name="Depthwise">Depthwise convolutions (MobileNet, EfficientNet).</param>
internal sealed record EngineSpeed(KindSpeed Dense, KindSpeed Depthwise)
{
    private const int Version = 3; // of the measurement

    private static readonly KeptFile<EngineSpeed> Kept = new(() =>
    {
        var info = EngineSetup.Info;
        return Path.Combine(GraftHome.Folder, "engine", KeptFile.NameOf(info.Processor, $"{info.Threads}", $"{info.KeepsMemory}", $"{Version}") + ".json");
    }, Json.TypeOf<EngineSpeed>());

    private static readonly Lazy<EngineSpeed> Known = new(() => Kept.Read() ?? Measure());

    /// <summary>This machine's speeds, measured now if they are not known yet.</summary>
    public static EngineSpeed OfThisMachine() => Known.Value;

    private static EngineSpeed Measure()
    {
        var speed = new EngineSpeed(EngineTrial.Dense(), EngineTrial.Depthwise());
        Kept.Keep(speed);
        return speed;
    }
}

/// <summary>Shortest milliseconds of one training step of a small network in float32.</summary>
/// <param name="ChannelsFirst">N x C x H x W.</param>
/// <param name="ChannelsLast">N x H x W x C.</param>
internal sealed record KindSpeed(double ChannelsFirst, double ChannelsLast)
{
    // Channels-last needs no copy of the input and its 1 x 1 convolutions run as products: it wins where the metrics are near.
    private const double Margin = 1.1;

    /// <summary>Median over shortest time, the worst of all: 1 on a quiet machine.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>The layout to use.</summary>
    [JsonIgnore]
    public MemoryLayout FasterLayout => ChannelsFirst * Math.Max(Margin, Noise) < ChannelsLast ? MemoryLayout.ChannelsFirst : MemoryLayout.ChannelsLast;
}
