using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Networks;

/// <summary>The files of this assembly as JSON without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(WeightsRow[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(HubOrigin))]
internal sealed partial class NetworksJson : JsonSerializerContext
{
    /// <summary>As people read it.</summary>
    public static NetworksJson Indented { get; } = new(Json.Generated(indented: true, Json.Words<Interpolation>()));
}
