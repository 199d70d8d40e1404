using Graft.Imaging;

namespace Graft;

public sealed partial class FeatureExtractor
{
    /// <summary>Images that run through the network together.</summary>
    internal int Batch => _batch;

    /// <summary>Features of images that were read already, and why some have none. The cache is neither asked nor filled.</summary>
    /// <param name="images">Names and files' contents, <see cref="Batch"/> at most.</param>
    /// <param name="features">images.Count x <see cref="Width"/> floats; of an image that failed they mean nothing.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>For each image null, or why it could not be decoded.</returns>
    internal ImageException?[] ExtractRead(
        IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> images, Span<float> features, CancellationToken cancellation)
    {
        var failures = new ImageException?[images.Count];
        ForEach(images.Count, cancellation, index =>
        {
            try
            {
                _preprocess.LoadInto(images[index].Bytes.Span, images[index].Name, _pixels.AsSpan(index * ImageBytes, ImageBytes));
            }
            catch (ImageException failure)
            {
                failures[index] = failure;
            }
        });
        // What is in the place of an image that failed runs along: a batch stays as large as it was.
        _forward ??= _factory.Create(_graph, _parameters, _preprocess);
        _forward.Run(_pixels.AsSpan(0, images.Count * ImageBytes), images.Count, features);
        return failures;
    }
}
