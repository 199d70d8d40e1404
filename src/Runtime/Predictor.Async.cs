using Graft.Imaging;

namespace Graft.Runtime;

public abstract partial class Predictor<TPrediction>
{
    /// <summary>As <see cref="Predict(string)"/>, without holding the calling thread.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public Task<TPrediction> PredictAsync(string path, CancellationToken cancellation = default) => OneAsync(ImageInput.Of(path), cancellation);

    /// <summary>As <see cref="Predict(Stream)"/>, without holding the calling thread.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public async Task<TPrediction> PredictAsync(Stream stream, CancellationToken cancellation = default)
    {
        _session.ThrowIfDisposed();
        return await OneAsync(await ImageInput.OfAsync(stream, 0, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    /// <summary>As <see cref="Predict(ReadOnlyMemory{byte})"/>, without holding the calling thread.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public Task<TPrediction> PredictAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) => OneAsync(ImageInput.Of(bytes), cancellation);

    /// <summary>As <see cref="Predict(RgbImage)"/>, without holding the calling thread.</summary>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public Task<TPrediction> PredictAsync(RgbImage image, CancellationToken cancellation = default) => OneAsync(ImageInput.Of(image), cancellation);

    /// <summary>As <see cref="Predict(IEnumerable{string})"/>, awaited; cancelling stops it between answers.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IAsyncEnumerable<TPrediction> PredictAsync(IEnumerable<string> paths, CancellationToken cancellation = default) =>
        ManyAsync(run => run.Read(paths.Select(ImageInput.Of)), cancellation);

    /// <summary>As <see cref="Predict(IEnumerable{Stream})"/>, awaited; cancelling stops it between answers.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IAsyncEnumerable<TPrediction> PredictAsync(IEnumerable<Stream> streams, CancellationToken cancellation = default) =>
        ManyAsync(run => run.Read(streams.Select((stream, at) => ImageInput.Of(stream, at + 1))), cancellation);

    /// <summary>As <see cref="Predict(IEnumerable{byte[]})"/>, awaited; cancelling stops it between answers.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IAsyncEnumerable<TPrediction> PredictAsync(IEnumerable<byte[]> files, CancellationToken cancellation = default) =>
        ManyAsync(run => run.Read(files.Select((bytes, at) => ImageInput.Of(bytes, at + 1))), cancellation);

    /// <summary>As <see cref="Predict(IEnumerable{RgbImage})"/>, awaited; cancelling stops it between answers.</summary>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public IAsyncEnumerable<TPrediction> PredictAsync(IEnumerable<RgbImage> images, CancellationToken cancellation = default) =>
        ManyAsync(run => run.Read(images.Select((image, at) => ImageInput.Of(image, at + 1))), cancellation);

    /// <summary>Answers image files as their names arrive.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IAsyncEnumerable<TPrediction> PredictAsync(IAsyncEnumerable<string> paths, CancellationToken cancellation = default) =>
        ManyAsync(run => run.Read(paths.Select(ImageInput.Of)), cancellation);

    /// <summary>Answers the images in streams as these arrive. Each is read before the next is asked for, and not disposed.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IAsyncEnumerable<TPrediction> PredictAsync(IAsyncEnumerable<Stream> streams, CancellationToken cancellation = default) =>
        ManyAsync(run => run.Read(streams.Select((stream, at, stop) => new ValueTask<ImageInput>(ImageInput.OfAsync(stream, at + 1, stop)))), cancellation);

    /// <summary>Answers the images in the bytes of files as these arrive.</summary>
    /// <inheritdoc cref="Predict(string)" path="/exception"/>
    public IAsyncEnumerable<TPrediction> PredictAsync(IAsyncEnumerable<byte[]> files, CancellationToken cancellation = default) =>
        ManyAsync(run => run.Read(files.Select((bytes, at) => ImageInput.Of(bytes, at + 1))), cancellation);

    /// <summary>Answers pixels as they arrive.</summary>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public IAsyncEnumerable<TPrediction> PredictAsync(IAsyncEnumerable<RgbImage> images, CancellationToken cancellation = default) =>
        ManyAsync(run => run.Read(images.Select((image, at) => ImageInput.Of(image, at + 1))), cancellation);

    private Task<TPrediction> OneAsync(ImageInput input, CancellationToken cancellation)
    {
        _session.ThrowIfDisposed();
        return Task.Run(() => One(input, batch => Answer(batch, cancellation)), cancellation);
    }

    private IAsyncEnumerable<TPrediction> ManyAsync(Action<OrderedRun<ImageInput, TPrediction>> read, CancellationToken cancellation)
    {
        _session.ThrowIfDisposed();
        return OrderedWork.RunAsync(read, _limits, batch => Answer(batch, cancellation), cancellation);
    }
}
