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
public sealed record EngineSpeed(KindSpeed Dense, KindSpeed Depthwise)
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
