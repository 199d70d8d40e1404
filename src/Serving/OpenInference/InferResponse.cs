using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>An answer of the Open Inference Protocol.</summary>
internal sealed record InferResponse(
    [property: JsonPropertyName("model_name")] string ModelName,
    [property: JsonPropertyName("model_version")] string ModelVersion,
    string? Id,
    IReadOnlyList<InferResult> Outputs)
{
    public const string LengthHeader = "Inference-Header-Content-Length";

    // A number as text, in the buffer that grows and in what is sent.
    private const int BytesOfText = 36;

    /// <summary>Bytes that outputs and what is written of them take at most.</summary>
    public static long BytesOf(InferRequest request, ServedModel model, TensorImages images) => model.Outputs.Sum(output =>
    {
        var size = output.Type switch { "FP32" => sizeof(float), "INT64" => sizeof(long), _ => sizeof(byte) };
        var written = !request.Wants(output.Name) ? 0 : request.IsBinary(output.Name) ? size : BytesOfText;
        return model.NumbersOf(output.Shape, images) * (size + written);
    });

    /// <summary>Writes JSON, and behind it the bytes of the outputs that were asked for so.</summary>
    public static async Task Write(HttpContext http, InferRequest request, ServedVersion version, IReadOnlyList<NamedTensor> tensors)
    {
        var wanted = tensors.Where(tensor => request.Wants(tensor.Name)).ToList();
        var binary = wanted.Where(tensor => request.IsBinary(tensor.Name)).Select(BytesOf).ToList();
        var document = new InferResponse(version.Name, version.Version, request.Id,
            [.. wanted.Select(tensor => InferResult.Of(tensor, request.IsBinary(tensor.Name)))]);
        var json = JsonSerializer.SerializeToUtf8Bytes(document, Graft.Json.Compact);
        http.Response.ContentType = binary.Count > 0 ? "application/octet-stream" : "application/json";
        if (binary.Count > 0) http.Response.Headers[LengthHeader] = json.Length.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentLength = json.Length + binary.Sum(bytes => (long)bytes.Length);
        await http.Response.Body.WriteAsync(json, http.RequestAborted).ConfigureAwait(false);
        foreach (var bytes in binary) await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }

    // The protocol's bytes are little-endian, as every processor that ONNX Runtime runs on.
    private static byte[] BytesOf(NamedTensor tensor) => tensor.Values switch
    {
        float[] values => MemoryMarshal.AsBytes<float>(values).ToArray(),
        long[] values => MemoryMarshal.AsBytes<long>(values).ToArray(),
        byte[] values => values,
        _ => throw new InvalidOperationException($"Outputs of {tensor.Values.GetType()} are not written."),
    };
}

/// <summary>An output.</summary>
internal sealed record InferResult(string Name, string Datatype, IReadOnlyList<long> Shape)
{
    public IReadOnlyDictionary<string, long>? Parameters { get; init; }

    public object? Data { get; init; }

    public static InferResult Of(NamedTensor tensor, bool isBinary)
    {
        var (type, size) = tensor.Values switch { float[] => ("FP32", 4), long[] => ("INT64", 8), _ => ("UINT8", 1) };
        return new(tensor.Name, type, tensor.Shape)
        {
            Parameters = isBinary ? new Dictionary<string, long> { ["binary_data_size"] = (long)size * tensor.Values.Length } : null,
            // A byte[] would become text in base 64.
            Data = isBinary ? null : tensor.Values is byte[] bytes ? bytes.Select(value => (int)value).ToArray() : tensor.Values,
        };
    }
}
