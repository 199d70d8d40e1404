using System.Buffers.Text;
using System.Text.Json;
using Graft.Runtime;
using Graft.Serving;
using Microsoft.AspNetCore.Http;

namespace Graft.ServingFaces;

/// <summary>JSON whose strings are images in base 64, as clients of CompreFace send them: <c>{"file":"..."}</c>.</summary>
internal sealed class Base64Body : ImageBody
{
    private const int Deepest = 4, BytesOfDecoding = 3; // a string, and what it holds
    private static readonly string[] Fields = ["file", "source_image", "target_image"];

    protected override async Task Read(HttpRequest request, Service service, List<ReceivedImage> images, CancellationToken cancellation)
    {
        using var body = new ReceivedImage(service.Bytes, "body");
        await body.ReadFrom(request.Body, service.Limits.MaxBodyBytes, cancellation).ConfigureAwait(false);
        var decoding = BytesOfDecoding * (long)body.Bytes.Length;
        if (!service.Bytes.TryTake(decoding)) throw new ServingRefusal(RefusalReason.BytesInFlight, TimeSpan.FromSeconds(1));
        try
        {
            foreach (var (field, bytes) in Strings(body.Bytes))
            {
                var image = new ReceivedImage(service.Bytes, field) { Field = field };
                images.Add(image);
                using var stream = new MemoryStream(bytes);
                await image.ReadFrom(stream, service.Limits.MaxBodyBytes, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            service.Bytes.GiveBack(decoding);
        }
    }

    private static IEnumerable<(string Field, byte[] Bytes)> Strings(ReadOnlyMemory<byte> json)
    {
        Dictionary<string, byte[]> found = [];
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = Deepest });
            var field = "";
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.PropertyName) field = reader.CurrentDepth == 1 ? reader.GetString()! : "";
                else if (reader.TokenType == JsonTokenType.String && Fields.Contains(field)) found[field] = Decoded(reader.GetString()!, field);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw ServingProblem.BadRequest("""JSON such as {"file":"..."} with an image in base 64 is expected.""");
        }
        return found.Count > 0 ? found.Select(pair => (pair.Key, pair.Value))
            : throw ServingProblem.BadRequest($"The JSON has no image. One of the fields {string.Join(", ", Fields)} is expected.");
    }

    private static byte[] Decoded(string text, string field)
    {
        // Browsers write what it is before it: data:image/jpeg;base64,
        var comma = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        if (!Base64.IsValid(text.AsSpan(comma), out var length) || length == 0) throw ServingProblem.BadRequest($"'{field}' is not base 64, or empty.");
        return Convert.FromBase64String(text[comma..]);
    }
}
