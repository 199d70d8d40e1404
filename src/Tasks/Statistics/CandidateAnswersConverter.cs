using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>Answers as one line of a checkpoint's json: a float for the loss of each image, then a byte that is 1 where it is right, in base 64.</summary>
internal sealed class CandidateAnswersConverter : JsonConverter<CandidateAnswers>
{
    private const int BytesPerImage = sizeof(float) + 1;

    /// <inheritdoc/>
    public override CandidateAnswers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var bytes = reader.GetBytesFromBase64();
        if (bytes.Length % BytesPerImage != 0) throw new JsonException("answers of half an image");
        var images = bytes.Length / BytesPerImage;
        return new([.. bytes.Skip(images * sizeof(float)).Select(value => value != 0)],
            MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, images * sizeof(float))).ToArray());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CandidateAnswers value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue([.. MemoryMarshal.AsBytes<float>(value.Losses), .. value.Right.Select(isRight => (byte)(isRight ? 1 : 0))]);
}
