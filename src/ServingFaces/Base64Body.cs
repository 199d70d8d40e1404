using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>JSON whose strings are images in base 64, as clients of CompreFace send them: <c>{"file":"..."}</c>.</summary>
internal sealed class Base64Body : ImageBody
{
    private const int Deepest = 4;
    private static readonly string[] Fields = ["file", "source_image", "target_image"];

    protected override async Task Read(HttpRequest request, Service service, List<ReceivedImage> images, CancellationToken cancellation)
    {
        using var body = new ReceivedImage(service.Bytes, "body");
        await body.ReadFrom(request.Body, service.Limits.MaxBodyBytes, cancellation).ConfigureAwait(false);
        try
        {
            Decode(body.Bytes.Span, service, images);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw ServingProblem.BadRequest("""JSON such as {"file":"..."} with an image in base 64 is expected.""");
        }
        if (images.Count == 0) throw ServingProblem.BadRequest($"The JSON has no image. One of the fields {string.Join(", ", Fields)} is expected.");
    }

    private static void Decode(ReadOnlySpan<byte> json, Service service, List<ReceivedImage> images)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Deepest });
        var field = "";
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.PropertyName) field = reader.CurrentDepth == 1 ? reader.GetString()! : "";
            else if (reader.TokenType == JsonTokenType.String && Fields.Contains(field))
            {
                if (images.Any(one => one.Field == field)) throw ServingProblem.BadRequest($"'{field}' stands there twice.");
                var image = new ReceivedImage(service.Bytes, field) { Field = field };
                images.Add(image);
                var text = image.Make(reader.ValueSpan.Length);
                image.Keep(Decode(text[..reader.CopyString(text)], field));
            }
    }

    // In the memory of the text: where in it the bytes are.
    private static Range Decode(Span<byte> text, string field)
    {
        // Browsers write what it is before it: data:image/jpeg;base64,
        var from = text.StartsWith("data:"u8) ? text.IndexOf((byte)',') + 1 : 0;
        return Base64.DecodeFromUtf8InPlace(text[from..], out var length) == OperationStatus.Done && length > 0 ? from..(from + length)
            : throw ServingProblem.BadRequest($"'{field}' is not base 64, or empty.");
    }
}
