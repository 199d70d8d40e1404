using System.Text.Json.Serialization;

namespace Graft.Artifacts;

/// <summary>What stands behind the manifest as JSON without reflection; apart from the manifest's own.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReferenceStatistics))]
[JsonSerializable(typeof(AbstentionData))]
internal sealed partial class ReferenceJson : JsonSerializerContext
{
    /// <summary>One line, as it stands in the file's metadata.</summary>
    public static ReferenceJson Compact { get; } = new(Json.Generated(indented: false));
}
