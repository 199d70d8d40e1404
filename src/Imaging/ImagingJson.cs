using System.Text.Json.Serialization;

namespace Graft.Imaging;

/// <summary>The contract as JSON without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Preprocess))]
internal sealed partial class ImagingJson : JsonSerializerContext
{
    /// <summary>One line, the text that is hashed.</summary>
    public static ImagingJson Compact { get; } = new(Json.Generated(indented: false, Json.Words<Interpolation>()));
}
