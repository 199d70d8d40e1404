using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>The faces that an analyzer finds.</summary>
internal sealed class AnalyzerFaces(FaceAnalyzer analyzer) : IFaceSource, IChipSource, IDisposable
{
    /// <inheritdoc/>
    public FaceContract Contract => analyzer.Contract;

    /// <inheritdoc/>
    public IReadOnlyList<Face> Analyze(string file) => analyzer.Analyze(file);

    /// <inheritdoc/>
    public IReadOnlyList<Face> Analyze(string file, ReadOnlyMemory<byte> bytes) => analyzer.Analyze(file, bytes);

    /// <inheritdoc/>
    public DecodeOptions Decoding => analyzer.Options.Decoding;

    /// <inheritdoc/>
    public float[] Describe(RgbImage chip) => analyzer.Describe(chip);

    /// <inheritdoc/>
    public IReadOnlyList<Face> Analyze(RgbImage image) => analyzer.Analyze(image);

    /// <summary>The largest face, which is described.</summary>
    /// <exception cref="GraftException">There is none.</exception>
    public Face Largest(string file) => Largest(file, out _);

    /// <summary>The same, with how many faces were found.</summary>
    /// <exception cref="GraftException">There is none.</exception>
    public Face Largest(string file, out int found)
    {
        var faces = analyzer.Analyze(file);
        found = faces.Count;
        var face = FaceComparison.Largest(faces) ?? throw new GraftException($"No face is found on '{file}'.");
        return face.Descriptor.IsEmpty ? throw new GraftException($"The face on '{file}' cannot be described: {face.Refusal ?? "it was not"}.") : face;
    }

    /// <inheritdoc/>
    public void Dispose() => analyzer.Dispose();
}
