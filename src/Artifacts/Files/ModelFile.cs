using System.Text.Json;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// One file that holds everything needed to predict: an ONNX model with its <see cref="Manifest"/> in the metadata. The manifest
/// holds the SHA-256 of the network before it, and a last entry seals both, so that one changed bit anywhere is noticed.
/// </summary>
public static class ModelFile
{
    /// <summary>Metadata entry after the manifest: SHA-256 of every byte before it.</summary>
    public const string SealKey = "graft.seal";

    /// <summary>Writes a classifier whole or not at all; <see cref="Manifest.ContentHash"/> is filled in.</summary>
    /// <returns>The manifest as it was written.</returns>
    /// <exception cref="GraftException">Graph, parameters and manifest do not fit each other, or the file cannot be written.</exception>
    internal static Manifest Write(string path, Graph graph, ParameterSet parameters, Manifest manifest, OnnxForm? form = null)
    {
        var options = Check(graph, manifest) with { Form = form ?? OnnxForm.Of(manifest.Precision) };
        return Write(path, stream => OnnxWriter.Write(stream, graph, parameters, options), manifest);
    }

    /// <summary>Writes a detector whole or not at all; <see cref="Manifest.ContentHash"/> is filled in.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The detector.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="options">Which proposals and detections are kept.</param>
    /// <param name="manifest">What the file says of itself.</param>
    /// <param name="form">How numbers are stored; null for what the manifest's precision says.</param>
    /// <returns>The manifest as it was written.</returns>
    /// <exception cref="GraftException">Network, parameters and manifest do not fit each other, or the file cannot be written.</exception>
    internal static Manifest WriteDetector(
        string path, DetectionNetwork network, ParameterSet parameters, DetectorOnnxOptions options, Manifest manifest, OnnxForm? form = null)
    {
        CheckClasses(network.Architecture.Name, network.Classes, manifest);
        options = options with { Preprocess = manifest.Preprocess, Form = form ?? OnnxForm.Of(manifest.Precision) };
        return Write(path, stream => DetectorOnnxWriter.Write(stream, network, parameters, options), manifest);
    }

    /// <summary>Writes a segmentation network whole or not at all; <see cref="Manifest.ContentHash"/> is filled in.</summary>
    /// <inheritdoc cref="Write(string, Graph, ParameterSet, Manifest, OnnxForm?)" path="/*[not(self::summary)]"/>
    internal static Manifest WriteSegmenter(string path, Graph graph, ParameterSet parameters, Manifest manifest, OnnxForm? form = null)
    {
        CheckClasses(graph.Name, graph.OutputChannels, manifest);
        form ??= OnnxForm.Of(manifest.Precision);
        return Write(path, stream => SegmenterOnnxWriter.Write(stream, graph, parameters, manifest.Preprocess, form), manifest);
    }

    /// <summary>Writes a network that describes images whole or not at all; <see cref="Manifest.ContentHash"/> is filled in.</summary>
    /// <inheritdoc cref="Write(string, Graph, ParameterSet, Manifest, OnnxForm?)" path="/*[not(self::summary)]"/>
    internal static Manifest WriteDescriptor(string path, Graph graph, ParameterSet parameters, Manifest manifest, OnnxForm? form = null)
    {
        CheckPreprocess(manifest);
        var options = new OnnxOptions
        {
            Preprocess = manifest.Preprocess,
            Outputs = OnnxOutputs.Descriptor,
            Form = form ?? OnnxForm.Of(manifest.Precision),
        };
        return Write(path, stream => OnnxWriter.Write(stream, graph, parameters, options), manifest);
    }

    /// <summary>Puts what was measured into a file's manifest, whole or not at all; its network stays as it is, byte by byte.</summary>
    /// <param name="path">A file that one of the others wrote.</param>
    /// <param name="metrics">Metrics by name, see <see cref="Manifest.Metrics"/>; those that are no finite numbers are left out.</param>
    /// <returns>The manifest as it was written.</returns>
    /// <exception cref="GraftException">The file is none of Graft's, was changed, or cannot be written.</exception>
    internal static Manifest WriteMetrics(string path, IReadOnlyDictionary<string, double> metrics) =>
        WriteManifest(path, manifest => manifest with { Metrics = metrics.Where(metric => double.IsFinite(metric.Value)).ToDictionary() });

    /// <summary>Changes what a file says of itself, whole or not at all; its network and what stands behind stay as they are, byte by byte.</summary>
    /// <inheritdoc cref="WriteMetrics" path="/exception"/>
    internal static Manifest WriteManifest(string path, Func<Manifest, Manifest> change)
    {
        var (manifest, length, additions) = ReadParts(path);
        return Write(path, stream => CopyStart(path, length, stream), change(manifest), additions);
    }

    /// <summary>Puts a reference into a file, in place of the one that is there, whole or not at all; its network stays as it is, byte by byte.</summary>
    /// <inheritdoc cref="WriteMetrics" path="/exception"/>
    internal static void WriteReference(string path, string reference) => WriteAdditions(path, additions => additions with { Reference = reference });

    /// <summary>Changes what stands behind the manifest, whole or not at all; the network stays as it is, byte by byte.</summary>
    /// <inheritdoc cref="WriteMetrics" path="/exception"/>
    internal static void WriteAdditions(string path, Func<FileAdditions, FileAdditions> change)
    {
        var (manifest, length, additions) = ReadParts(path);
        Write(path, stream => CopyStart(path, length, stream), manifest, change(additions));
    }

    /// <summary>What stands behind the manifest of a file, whichever version wrote it.</summary>
    /// <inheritdoc cref="ReadManifest" path="/exception"/>
    internal static FileAdditions ReadAdditions(string path) => ReadParts(path).Additions;

    /// <summary>The reference in a file as it is written there, whichever version wrote it; null where there is none.</summary>
    /// <inheritdoc cref="ReadManifest" path="/exception"/>
    internal static string? ReadReferenceText(string path) => ReadAdditions(path).Reference;

    /// <summary>The reference in a file; null where there is none that this version reads.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The hash of the network that it must hold; null for any.</param>
    /// <inheritdoc cref="ReadManifest" path="/exception"/>
    internal static ReferenceStatistics? ReadReference(string path, string? network = null) => Read(path, network, "reference", additions =>
    {
        var reference = additions.Reference is { } text ? ReferenceStatistics.FromJson(text) : null;
        _ = reference?.Images();
        return reference;
    });

    /// <summary>What a file knows of when not to answer; null where it has nothing that this version reads.</summary>
    /// <inheritdoc cref="ReadReference"/>
    internal static AbstentionData? ReadAbstention(string path, string? network = null) => Read(path, network, "calibration",
        additions => additions.Abstention is { } text ? AbstentionData.FromJson(text) : null);

    private static T? Read<T>(string path, string? network, string what, Func<FileAdditions, T?> read) where T : class
    {
        var (manifest, _, additions) = ReadParts(path);
        if (network is not null && manifest.ContentHash != network) return null;
        try
        {
            return read(additions);
        }
        catch (Exception failure) when (failure is JsonException or InvalidDataException)
        {
            throw new GraftException($"The {what} in '{path}' cannot be read: {failure.Message}", cure: "Export the run again.", inner: failure);
        }
    }

    private static (Manifest Manifest, long NetworkLength, FileAdditions Additions) ReadParts(string path)
    {
        using var stream = OpenRead(path);
        return ModelFileReader.ReadParts(stream, path);
    }

    private static void CopyStart(string path, long length, Stream target)
    {
        using var source = OpenRead(path);
        var buffer = new byte[1 << 16];
        for (var left = length; left > 0;)
        {
            var read = source.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (read == 0) throw new EndOfStreamException();
            target.Write(buffer.AsSpan(0, read));
            left -= read;
        }
    }

    private static Manifest Write(string path, Action<Stream> write, Manifest manifest, FileAdditions? additions = null)
    {
        AtomicFile.Write(path, stream =>
        {
            var sealing = new HashingStream(stream);
            write(sealing);
            manifest = manifest with { Format = manifest.Precision == Manifest.Int8 ? Manifest.CurrentFormat : 1, ContentHash = sealing.Hash() };
            sealing.Write(OnnxModel.Metadata(Manifest.Key, manifest.ToJson()));
            if (additions?.Reference is { } reference) sealing.Write(OnnxModel.Metadata(ReferenceStatistics.Key, reference));
            if (additions?.Abstention is { } abstention) sealing.Write(OnnxModel.Metadata(AbstentionData.Key, abstention));
            stream.Write(OnnxModel.Metadata(SealKey, sealing.Hash()));
        });
        return manifest;
    }

    /// <summary>The manifest of a file, after checking that the file is whole and unchanged. Memory does not grow with the file.</summary>
    /// <exception cref="GraftException">No such file, not ONNX, cut off, changed, without a manifest, or from a newer Graft.</exception>
    public static Manifest ReadManifest(string path)
    {
        using var stream = OpenRead(path);
        return ModelFileReader.Read(stream, path);
    }

    /// <summary>
    /// What a file says of itself, and what stands behind that, before it is read: whoever goes on to open it checks that it is whole and unchanged.
    /// </summary>
    /// <exception cref="GraftException">No such file, not ONNX, cut off, without a manifest, or from a newer Graft.</exception>
    internal static (Manifest Manifest, bool HasReference, bool HasAbstention) Peek(string path)
    {
        using var stream = OpenRead(path);
        return ModelFileReader.Peek(stream, path);
    }

    /// <summary>The manifest and the bytes that were checked, for an engine to load.</summary>
    /// <inheritdoc cref="ReadManifest" path="/exception"/>
    internal static (Manifest Manifest, byte[] Model) Load(string path)
    {
        byte[] bytes;
        using (var file = OpenRead(path))
        {
            if (file.Length > Array.MaxLength) throw new GraftException($"'{path}' is larger than 2 GB.", "A model file is smaller.");
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        return (ModelFileReader.Read(new MemoryStream(bytes, writable: false), path), bytes);
    }

    /// <summary>Probes with what the trainer answers, for <see cref="Manifest.Probes"/>.</summary>
    /// <param name="seeds">One image each, see <see cref="ProbeImages"/>.</param>
    /// <param name="preprocess">The model's contract.</param>
    /// <param name="trainer">Scores of count images (count x Height x Width x 3 bytes): count x classes floats.</param>
    internal static IReadOnlyList<Probe> MakeProbes(IReadOnlyList<ulong> seeds, Preprocess preprocess, Func<byte[], int, float[]> trainer)
    {
        byte[] images = [.. seeds.SelectMany(seed => ProbeImages.Make(seed, preprocess))];
        var scores = trainer(images, seeds.Count);
        var classes = scores.Length / seeds.Count;
        return [.. seeds.Select((seed, i) => new Probe(seed, scores.AsSpan(i * classes, classes).ToArray()))];
    }

    private static OnnxOptions Check(Graph graph, Manifest manifest)
    {
        CheckClasses(graph.Name, graph.OutputChannels, manifest);
        CheckPreprocess(manifest);
        return new() { Preprocess = manifest.Preprocess, Outputs = OnnxOutputs.Classification, Temperature = manifest.Temperature };
    }

    private static void CheckPreprocess(Manifest manifest)
    {
        if (manifest.PreprocessHash != manifest.Preprocess.Hash)
            throw new GraftException("The manifest's preprocessing is not the one its hash was made from.");
    }

    private static void CheckClasses(string network, int classes, Manifest manifest)
    {
        if (manifest.Classes.Count != classes)
            throw new GraftException($"{network} tells {classes} classes apart, the manifest names {manifest.Classes.Count}.",
                "One name for each class is needed.");
    }

    private static FileStream OpenRead(string path)
    {
        try
        {
            if (File.Exists(path) && FileContent.LengthOf(path) == 0)
                throw new GraftException($"'{path}' is empty, or a pipe or a device.", "A model file (.onnx) was expected.");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(path))
                throw new GraftException($"'{path}' is a folder.", "A model file (.onnx) was expected.", "That of a run is model.onnx in its folder.", failure);
            throw new GraftException($"'{path}' could not be opened: {failure.Message}", "A model file (.onnx) was expected.", inner: failure);
        }
    }
}
