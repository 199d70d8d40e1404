using System.Text.Json.Serialization;

namespace Graft.Artifacts;

/// <summary>The reference as JSON without reflection; apart from the manifest's, which a program that only predicts is compiled with.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ReferenceStatistics))]
internal sealed partial class ReferenceJson : JsonSerializerContext
{
    /// <summary>One line, as it stands in the file's metadata.</summary>
    public static ReferenceJson Compact { get; } = new(Json.Generated(indented: false));
}
