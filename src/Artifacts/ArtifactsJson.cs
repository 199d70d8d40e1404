using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Artifacts;

/// <summary>The manifest as JSON without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ArtifactsJson : JsonSerializerContext
{
    /// <summary>One line, as it stands in the file's metadata.</summary>
    public static ArtifactsJson Compact { get; } = new(Json.Generated(indented: false, Json.Words<Interpolation>()));
}
