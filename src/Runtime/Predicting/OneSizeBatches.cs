using System.Collections.Concurrent;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>Images through a network that takes one size, a batch at a time. Thread-safe.</summary>
/// <param name="network">The network.</param>
/// <param name="preprocess">Its contract.</param>
/// <param name="decoding">How images are read.</param>
/// <param name="embedding">Numbers of an embedding that is answered too; 0 for none.</param>
internal sealed class OneSizeBatches(OnnxForward network, Preprocess preprocess, DecodeOptions decoding, int embedding = 0)
{
    private readonly ConcurrentBag<byte[]> _buffers = [];

    /// <summary>Loads the images of the slots, runs the network once and answers.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="isLoaded">Loads an image; where that fails it answers the slot and says no.</param>
    /// <param name="make">The answer from what the network says of an image.</param>
    /// <param name="cancellation">Ends the run of the network under way.</param>
    public void Answer<TPrediction>(IReadOnlyList<Slot<ImageInput, TPrediction>> batch, Func<Slot<ImageInput, TPrediction>, Action, bool> isLoaded,
        Func<ImageInput, NetworkNumbers, TPrediction> make, CancellationToken cancellation)
    {
        var (size, width) = (preprocess.Height * preprocess.Width * 3, network.OutputShape[0]);
        if (!_buffers.TryTake(out var images) || images.Length < batch.Count * size) images = new byte[batch.Count * size];
        List<(Slot<ImageInput, TPrediction> Slot, int Width, int Height)> loaded = new(batch.Count);
        foreach (var slot in batch)
            isLoaded(slot, () =>
            {
                var (across, down) = slot.Decode(image => image.LoadInto(preprocess, images.AsSpan(loaded.Count * size, size), decoding));
                loaded.Add((slot, across, down));
            });
        var (values, embeddings) = (new float[loaded.Count * width], new float[loaded.Count * embedding]);
        if (loaded.Count > 0)
        {
            var pixels = images.AsSpan(0, loaded.Count * size);
            if (embedding > 0) network.RunHere(pixels, loaded.Count, values, embeddings, cancellation);
            else network.RunHere(pixels, loaded.Count, values, cancellation);
        }
        _buffers.Add(images);
        for (var at = 0; at < loaded.Count; at++)
        {
            var (slot, across, down) = loaded[at];
            slot.Answer(make(slot.Item, new(values.AsSpan(at * width, width).ToArray(), embeddings.AsSpan(at * embedding, embedding).ToArray(), across, down)));
        }
    }
}

/// <summary>What a network says of an image.</summary>
/// <param name="Values">Its output.</param>
/// <param name="Embedding">Its embedding, where it was asked for.</param>
/// <param name="Width">Width of the image.</param>
/// <param name="Height">Height of the image.</param>
internal readonly record struct NetworkNumbers(float[] Values, float[] Embedding, int Width, int Height);
