using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Artifacts;
using Graft.Runtime;

namespace Graft.Serving;

/// <summary>A request of the Open Inference Protocol: JSON, or JSON and the bytes of its tensors behind it.</summary>
internal sealed record InferRequest(string? Id, IReadOnlyList<InferInput>? Inputs)
{
    public const string Datatype = "UINT8";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { MaxDepth = 16 };

    public IReadOnlyList<InferOutput>? Outputs { get; init; }

    public InferParameters? Parameters { get; init; }

    /// <param name="body">All of it.</param>
    /// <param name="json">Bytes of the JSON at its beginning.</param>
    /// <exception cref="ServingProblem">400.</exception>
    public static (InferRequest Request, TensorImages Images) Read(ReadOnlyMemory<byte> body, int json)
    {
        try
        {
            var request = JsonSerializer.Deserialize<InferRequest>(body.Span[..json], Options) ?? throw new JsonException("It is null.");
            if (request.Inputs is not [{ Name: OnnxWriter.Images } input]) throw Wrong($"One input is expected, '{OnnxWriter.Images}'.");
            if (input.Datatype != Datatype) throw Wrong($"'{OnnxWriter.Images}' has the type {Datatype}.");
            if (input.Shape is not [> 0, > 0, > 0, 3] || input.Shape.Any(side => side > ushort.MaxValue))
                throw Wrong("The shape is images, height, width, 3.");
            var (count, height, width) = ((int)input.Shape[0], (int)input.Shape[1], (int)input.Shape[2]);
            var length = 3L * count * height * width;
            var bytes = input.Parameters?.BinaryDataSize is { } size ? Behind(body[json..], size) : Listed(input.Data, length);
            if (bytes.Length != length) throw Wrong($"The shape needs {length} bytes, there are {bytes.Length}.");
            return (request, new TensorImages(bytes, count, height, width));
        }
        catch (JsonException failure)
        {
            throw Wrong($"The JSON is not an inference request: line {failure.LineNumber + 1}.");
        }
    }

    /// <summary>Whether an output goes out as bytes.</summary>
    public bool IsBinary(string output) =>
        Outputs?.FirstOrDefault(one => one.Name == output)?.Parameters?.BinaryData ?? Parameters?.BinaryDataOutput ?? false;

    /// <summary>Whether an output was asked for.</summary>
    public bool Wants(string output) => Outputs is null || Outputs.Count == 0 || Outputs.Any(one => one.Name == output);

    private static ReadOnlyMemory<byte> Behind(ReadOnlyMemory<byte> rest, long size) =>
        rest.Length == size ? rest : throw Wrong($"{size} bytes are announced behind the JSON, there are {rest.Length}.");

    // Flat or nested, as the protocol allows.
    private static ReadOnlyMemory<byte> Listed(JsonElement data, long length)
    {
        if (data.ValueKind != JsonValueKind.Array) throw Wrong("The input has neither data nor binary_data_size.");
        var bytes = new List<byte>((int)Math.Min(length, 1 << 20));
        Add(data, bytes, length);
        return bytes.ToArray();
    }

    private static void Add(JsonElement list, List<byte> bytes, long length)
    {
        foreach (var element in list.EnumerateArray())
            if (element.ValueKind == JsonValueKind.Array) Add(element, bytes, length);
            else if (bytes.Count < length && element.ValueKind == JsonValueKind.Number && element.TryGetByte(out var value)) bytes.Add(value);
            else throw Wrong($"The data are numbers from 0 to 255, as many as the shape says ({length}).");
    }

    private static ServingProblem Wrong(string detail) => ServingProblem.BadRequest(detail);
}

/// <summary>An input.</summary>
internal sealed record InferInput(string? Name, string? Datatype, IReadOnlyList<long>? Shape)
{
    public InferParameters? Parameters { get; init; }

    public JsonElement Data { get; init; }
}

/// <summary>An output that is asked for.</summary>
internal sealed record InferOutput(string? Name)
{
    public InferParameters? Parameters { get; init; }
}

/// <summary>The binary extension's parameters.</summary>
internal sealed record InferParameters
{
    [JsonPropertyName("binary_data_size")]
    public long? BinaryDataSize { get; init; }

    [JsonPropertyName("binary_data")]
    public bool? BinaryData { get; init; }

    [JsonPropertyName("binary_data_output")]
    public bool? BinaryDataOutput { get; init; }
}
