using System.Text.Json.Serialization;

namespace Graft.Artifacts;

/// <summary>The calibration as JSON without reflection; apart from the reference, which a program that only predicts does without.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AbstentionData))]
internal sealed partial class AbstentionJson : JsonSerializerContext
{
    /// <summary>One line, as it stands in the file's metadata.</summary>
    public static AbstentionJson Compact { get; } = new(Json.Generated(indented: false));
}
