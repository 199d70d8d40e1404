using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>Predictions as JSON without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ClassificationPrediction))]
[JsonSerializable(typeof(DetectionPrediction))]
[JsonSerializable(typeof(SegmentationPrediction))]
[JsonSerializable(typeof(IdentityPrediction))]
[JsonSerializable(typeof(Dictionary<string, double>))]
internal sealed partial class RuntimeJson : JsonSerializerContext
{
    public static RuntimeJson Compact { get; } = new(Json.Generated(indented: false));

    /// <summary>A mask as COCO's compressed run lengths: <c>{"size":[height,width],"counts":"..."}</c>.</summary>
    internal sealed class MaskConverter : JsonConverter<Mask>
    {
        public override Mask Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var size = document.RootElement.GetProperty("size");
            return Imaging.Mask.FromCocoText(size[1].GetInt32(), size[0].GetInt32(), document.RootElement.GetProperty("counts").GetString()!);
        }

        public override void Write(Utf8JsonWriter writer, Mask value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("size");
            writer.WriteNumberValue(value.Height);
            writer.WriteNumberValue(value.Width);
            writer.WriteEndArray();
            writer.WriteString("counts", value.ToCocoText());
            writer.WriteEndObject();
        }
    }

    /// <summary>A class map as a PNG of one channel in base 64, a pixel's value being its class.</summary>
    internal sealed class ClassMapConverter : JsonConverter<ClassMap>
    {
        public override ClassMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IndexPng.Read(reader.GetBytesFromBase64(), "class map").Map;

        public override void Write(Utf8JsonWriter writer, ClassMap value, JsonSerializerOptions options) =>
            writer.WriteBase64StringValue(IndexPng.Write(value));
    }
}
