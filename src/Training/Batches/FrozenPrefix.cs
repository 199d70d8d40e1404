using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Training;

/// <summary>The stages before the trained ones: run without gradients, and once per image where images do not change.</summary>
internal sealed class FrozenPrefix : IDisposable
{
    private readonly Lazy<IForward> _forward; // a trial needs it for its first turn only
    private readonly Lazy<string> _key; // and keeps nothing
    private byte[] _pixels = [];
    private float[] _outputs = [];

    public FrozenPrefix(TrainingJob job, Graph prefix, ParameterSet parameters, Preprocess preprocess, TorchGraphOptions options)
    {
        var factory = job.Forward ?? new TorchForwardFactory(options);
        _forward = new(() => factory.Create(prefix, parameters, preprocess));
        OutputShape = prefix.Infer(preprocess.Height, preprocess.Width)[prefix.Output];
        Length = OutputShape.Aggregate(1, (product, dimension) => product * dimension);
        _key = new(() => $"{prefix.Name}/{prefix.Stages[^1].Name}/{Fingerprint(prefix, parameters)}/{preprocess.Hash}/{factory.Key}");
    }

    /// <summary>Shape of the output for one image: [C, H, W] or [F].</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>Values of it.</summary>
    public int Length { get; }

    /// <summary>What is kept of a source's images.</summary>
    public FeatureMemory MemoryFor(IImageSource source, IFeatureStore? store, long limit) => new(source, store, _key, limit);

    /// <summary>Computes what is not ready yet.</summary>
    public void Complete(Batch batch, FeatureMemory memory)
    {
        int[] missing = [.. Enumerable.Range(0, batch.Count).Where(position => !batch.IsReady[position])];
        if (missing.Length == 0) return;
        if (_pixels.Length < missing.Length * batch.PixelLength)
            (_pixels, _outputs) = (new byte[missing.Length * batch.PixelLength], new float[missing.Length * Length]);
        for (var i = 0; i < missing.Length; i++) batch.PixelsOf(missing[i]).CopyTo(_pixels.AsSpan(i * batch.PixelLength));
        _forward.Value.Run(_pixels.AsSpan(0, missing.Length * batch.PixelLength), missing.Length, _outputs.AsSpan(0, missing.Length * Length));
        for (var i = 0; i < missing.Length; i++)
        {
            var output = _outputs.AsSpan(i * Length, Length);
            output.CopyTo(batch.InputOf(missing[i]));
            memory.Write(batch.Indices[missing[i]], output);
            batch.IsReady[missing[i]] = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_forward.IsValueCreated) _forward.Value.Dispose();
    }

    private static string Fingerprint(Graph prefix, ParameterSet parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var spec in prefix.Parameters) hash.AppendData(MemoryMarshal.AsBytes<float>(parameters[spec.Name].Data));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
