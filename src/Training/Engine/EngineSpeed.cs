using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Training;

/// <summary>
/// How fast this machine trains small networks of two kinds in each layout: machines differ so much that no
/// rule is right everywhere. Measured once per processor model in a few seconds, and kept. Precisions are tried with the job's own
/// network (<see cref="PrecisionTrial"/>): of small networks, bfloat16 was slower where it trains a ResNet-18 at twice the speed.
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
            var name = $"{info.Processor}/{info.Threads}/{info.KeepsMemory}/3"; // the last number is the measurement's version
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
