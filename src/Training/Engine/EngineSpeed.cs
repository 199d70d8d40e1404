using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Graft.Training;

/// <summary>
/// How fast this machine trains small networks of two kinds in each layout and precision: machines differ so much that no
/// rule is right everywhere. Measured once per processor model in a few seconds, and kept.
/// </summary>
/// <param name="Dense">Ordinary convolutions (ResNet, VGG, Inception).</param>
/// <param name="Depthwise">Depthwise convolutions (MobileNet, EfficientNet).</param>
internal sealed record EngineSpeed(KindSpeed Dense, KindSpeed Depthwise)
{
    private static readonly Lazy<EngineSpeed> Known = new(() => Read() ?? Measure());

    /// <summary>This machine's speeds, measured now if they are not known yet.</summary>
    public static EngineSpeed OfThisMachine() => Known.Value;

    private static string FilePath
    {
        get
        {
            var info = EngineSetup.Info;
            var name = $"{info.Processor}/{info.Threads}/{info.KeepsMemory}/2"; // the last number is the measurement's version
            return Path.Combine(GraftHome.Folder, "engine", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16] + ".json");
        }
    }

    private static EngineSpeed? Read()
    {
        try
        {
            return File.Exists(FilePath) ? JsonSerializer.Deserialize<EngineSpeed>(File.ReadAllText(FilePath), Json.Options) : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return null; // measured again
        }
    }

    private static EngineSpeed Measure()
    {
        var speed = new EngineSpeed(EngineTrial.Dense(), EngineTrial.Depthwise());
        try
        {
            AtomicFile.WriteText(FilePath, JsonSerializer.Serialize(speed, Json.Options) + "\n");
        }
        catch (GraftException)
        {
            // Nowhere to keep it: measured again next time.
        }
        return speed;
    }
}

/// <summary>Shortest milliseconds of one training step of a small network; 0 where it was not tried.</summary>
/// <param name="ChannelsFirst">float32, N x C x H x W.</param>
/// <param name="ChannelsLast">float32, N x H x W x C.</param>
/// <param name="Bfloat16First">bfloat16, N x C x H x W.</param>
/// <param name="Bfloat16Last">bfloat16, N x H x W x C.</param>
internal sealed record KindSpeed(double ChannelsFirst, double ChannelsLast, double Bfloat16First, double Bfloat16Last)
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
