using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Artifacts;
using Graft.Runtime;

namespace Graft.Serving;

/// <summary>A request of the Open Inference Protocol: JSON, or JSON and the bytes of its tensors behind it.</summary>
internal sealed record InferRequest(string? Id, IReadOnlyList<InferInput>? Inputs)
{
    public const string Datatype = "UINT8";

    public IReadOnlyList<InferOutput>? Outputs { get; init; }

    public InferParameters? Parameters { get; init; }

    /// <param name="body">All of it.</param>
    /// <param name="json">Bytes of the JSON at its beginning.</param>
    /// <param name="limits">Of the service; the shape is held against them before anything is made of the data.</param>
    /// <exception cref="ServingProblem">400 or 413.</exception>
    public static (InferRequest Request, TensorImages Images) Read(ReadOnlyMemory<byte> body, int json, ServingLimits limits)
    {
        try
        {
            var (request, data) = InferText.Read(body[..json]);
            if (request.Inputs is not [{ Name: OnnxWriter.Images } input]) throw Wrong($"One input is expected, '{OnnxWriter.Images}'.");
            if (input.Datatype != Datatype) throw Wrong($"'{OnnxWriter.Images}' has the type {Datatype}.");
            if (input.Shape is not [> 0, > 0, > 0, 3] || input.Shape.Any(side => side > ushort.MaxValue))
                throw Wrong("The shape is images, height, width, 3.");
            var images = new TensorImages(default, (int)input.Shape[0], (int)input.Shape[1], (int)input.Shape[2]);
            var length = 3 * images.Pixels;
            var behind = input.Parameters?.BinaryDataSize is { } size ? Behind(body[json..], size, length) : (ReadOnlyMemory<byte>?)null;
            if (behind is null) InferText.Check(data, length);
            if (images.Count > limits.MaxImages) throw ServingProblem.TooManyImages(limits.MaxImages);
            if (images.Pixels > limits.MaxPixels)
                throw new ServingProblem(413, "image-too-large", $"The tensor has more than {limits.MaxPixels} pixels.") { Limit = limits.MaxPixels };
            var bytes = behind ?? InferText.Listed(data, length);
            return (request, images with { Bytes = bytes });
        }
        catch (JsonException failure)
        {
            throw Wrong($"The JSON is not an inference request: line {failure.LineNumber + 1}.");
        }
    }

    /// <summary>Whether an output goes out as bytes.</summary>
    public bool IsBinary(string output) =>
        Outputs?.FirstOrDefault(one => one.Name == output)?.Parameters?.BinaryData ?? Parameters?.BinaryDataOutput ?? false;

    /// <exception cref="ServingProblem">400: an output that is asked for is none of the model's.</exception>
    public void CheckOutputs(ServedModel model)
    {
        string[] known = [.. model.Outputs.Select(output => output.Name)];
        if (Outputs?.FirstOrDefault(output => !known.Contains(output.Name)) is { } other)
            throw ServingProblem.BadRequest($"The model has no output '{other.Name}'; it has {string.Join(", ", known)}.");
    }

    /// <summary>Whether an output was asked for.</summary>
    public bool Wants(string output) => Outputs is null || Outputs.Count == 0 || Outputs.Any(one => one.Name == output);

    private static ReadOnlyMemory<byte> Behind(ReadOnlyMemory<byte> rest, long size, long length)
    {
        if (rest.Length != size) throw Wrong($"{size} bytes are announced behind the JSON, there are {rest.Length}.");
        return size == length ? rest : throw Wrong($"The shape needs {length} bytes, there are {size}.");
    }

    internal static ServingProblem Wrong(string detail) => ServingProblem.BadRequest(detail);
}

/// <summary>An input.</summary>
internal sealed record InferInput(string? Name, string? Datatype, IReadOnlyList<long>? Shape)
{
    public InferParameters? Parameters { get; init; }
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
