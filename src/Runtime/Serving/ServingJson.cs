using System.Text.Json.Serialization;

namespace Graft.Runtime;

/// <summary>What a service keeps as JSON, without reflection; apart from the predictions', which a program that only predicts is compiled with.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Dictionary<string, WantedVersion>))]
[JsonSerializable(typeof(KeptReference))]
[JsonSerializable(typeof(ReviewedImage))]
internal sealed partial class ServingJson : JsonSerializerContext
{
    public static ServingJson Compact { get; } = new(Json.Generated(indented: false));
}
