using System.Security.Cryptography;
using Graft.Tasks;
using Microsoft.ML.OnnxRuntime;

namespace Graft.Runtime;

/// <summary>A descriptor of the user's own: an ONNX file from one aligned face to one descriptor, with its contract beside it.</summary>
internal sealed class DescriptorFile : IDescriptorNetwork
{
    private readonly NativeSession _session;
    private readonly DescriptorContract _own;
    private readonly string _path, _input, _output;
    private bool _takesBytes;

    private DescriptorFile(string path, DescriptorContract own, string hash, NativeSession session)
    {
        (_path, _own, _session, Contract) = (path, own, session, own.Of(hash));
        _input = Input();
        _output = Output();
    }

    /// <inheritdoc/>
    public FaceContract Contract { get; }

    /// <inheritdoc/>
    public FaceAlignment Alignment => _own.Alignment;

    /// <inheritdoc/>
    public bool HasStability => false;

    private int Side => _own.Alignment.Side;

    /// <summary>Opens it, and asks it once: what a network answers is not always what its file says.</summary>
    /// <exception cref="GraftException">The file or its contract cannot be read, or the network is another than the contract says.</exception>
    public static DescriptorFile Open(string path, RuntimeOptions runtime)
    {
        if (!File.Exists(path)) throw new GraftException($"There is no file '{path}'.", "An ONNX file with a network that describes faces is expected.");
        var contract = DescriptorContract.Read(path);
        byte[] bytes;
        try
        {
            bytes = FileContent.Bytes(path);
        }
        catch (Exception failure) when (FileContent.IsOfFiles(failure))
        {
            throw FileContent.Unreadable(path, failure);
        }
        ExternalData.Refuse(bytes, path);
        // What is hashed is what is run, whatever becomes of the file meanwhile.
        var session = SessionOpening.Open(options => new InferenceSession(bytes, options), path, runtime, isFreeSize: false);
        try
        {
            var file = new DescriptorFile(path, contract, Convert.ToHexStringLower(SHA256.HashData(bytes)), session);
            var grey = new byte[file.Side * file.Side * 3];
            grey.AsSpan().Fill(127);
            file.Describe(grey, 1, new float[contract.Dimension]);
            return file;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="GraftException">The network does not answer with so many numbers.</exception>
    public void Describe(ReadOnlySpan<byte> chips, int count, Span<float> descriptors)
    {
        var size = Side * Side;
        var values = new float[3 * size];
        // One by one: many such networks were written for one face at a time.
        for (var at = 0; at < count; at++)
        {
            var chip = chips.Slice(at * 3 * size, 3 * size);
            var descriptor = descriptors.Slice(at * _own.Dimension, _own.Dimension);
            if (_takesBytes)
            {
                Run(chip.ToArray(), [1, Side, Side, 3], descriptor);
                continue;
            }
            for (var channel = 0; channel < 3; channel++)
            {
                var (from, mean, scale) = (_own.IsBgr ? 2 - channel : channel, _own.Mean[channel], _own.Scale[channel]);
                for (var i = 0; i < size; i++) values[channel * size + i] = (float)((chip[3 * i + from] - mean) * scale);
            }
            Run(values, [1, 3, Side, Side], descriptor);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void Run<T>(T[] values, long[] shape, Span<float> descriptor) where T : unmanaged
    {
        using var lease = _session.Use();
        using var source = OrtValue.CreateTensorValueFromMemory(values, shape);
        try
        {
            using var answers = lease.Run([_input], [source], [_output]);
            var answer = answers[0].GetTensorDataAsSpan<float>();
            if (answer.Length != descriptor.Length) throw Another($"answers with {answer.Length} numbers");
            answer.CopyTo(descriptor);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new GraftException($"'{_path}' does not describe a face: {failure.Message}", "", "", failure);
        }
        var hasLength = false;
        foreach (var value in descriptor)
        {
            if (!float.IsFinite(value)) throw new GraftException($"'{_path}' answers with a value that is no number.", "Every value of a descriptor is one.");
            hasLength |= value != 0;
        }
        if (!hasLength && Contract.IsCosine) throw new GraftException($"'{_path}' answers with zeros.", "Zeros have no direction that could be compared.");
    }

    private string Input()
    {
        if (_session.Inputs.Count != 1) throw Another($"takes {_session.Inputs.Count} inputs");
        var (name, input) = _session.Inputs.First();
        // Graft's own model files take pixels as they are, and normalise them inside.
        _takesBytes = input.IsTensor && input.ElementType == typeof(byte)
            && input.Dimensions is [_, var height, var width, 3] && height == Side && width == Side
            && !_own.IsBgr && _own.Mean.All(mean => mean == 0) && _own.Scale.All(scale => scale == 1);
        if (_takesBytes) return name;
        int[] expected = [1, 3, Side, Side];
        var isRight = input.IsTensor && input.ElementType == typeof(float) && input.Dimensions.Length == 4
            && input.Dimensions.Zip(expected).All(pair => pair.First == pair.Second || pair.First < 0);
        return isRight ? name : throw Another($"takes {Shape(input)}");
    }

    private string Output()
    {
        if (_session.Outputs.Count != 1) throw Another($"has {_session.Outputs.Count} outputs");
        var (name, output) = _session.Outputs.First();
        var isKnown = output.IsTensor && output.Dimensions.Skip(1).All(side => side > 0);
        var isRight = output.IsTensor && output.ElementType == typeof(float)
            && (!isKnown || output.Dimensions.Skip(1).Aggregate(1L, (product, side) => product * side) == _own.Dimension);
        return isRight ? name : throw Another($"answers with {Shape(output)}");
    }

    private static string Shape(NodeMetadata value) => value.IsTensor
        ? $"{value.ElementType.Name} [{string.Join(", ", value.Dimensions.Select(side => side < 0 ? "any" : $"{side}"))}]"
        : "what is no tensor";

    private GraftException Another(string what) => new($"The network '{_path}' {what}.",
        $"Its contract says one input, Single [1, 3, {Side}, {Side}] (or Byte [1, {Side}, {Side}, 3] with order rgb, mean 0 and scale 1), and one output of "
            + $"{_own.Dimension} numbers.",
        $"Write into '{DescriptorContract.PathOf(_path)}' what the network is, or give the network that it is of.");
}
