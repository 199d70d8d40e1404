using System.Collections.Concurrent;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>Images through a network that takes one size, a batch at a time. Thread-safe.</summary>
internal sealed class OneSizeBatches(OnnxForward network, Preprocess preprocess, DecodeOptions decoding)
{
    private readonly ConcurrentBag<byte[]> _buffers = [];

    /// <summary>Loads the images of the slots, runs the network once and answers.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="isLoaded">Loads an image; where that fails it answers the slot and says no.</param>
    /// <param name="make">The answer from the network's numbers and the image's width and height.</param>
    /// <param name="cancellation">Ends the run of the network under way.</param>
    public void Answer<TPrediction>(IReadOnlyList<Slot<ImageInput, TPrediction>> batch, Func<Slot<ImageInput, TPrediction>, Action, bool> isLoaded,
        Func<ImageInput, float[], int, int, TPrediction> make, CancellationToken cancellation)
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
        var values = new float[loaded.Count * width];
        if (loaded.Count > 0) network.RunHere(images.AsSpan(0, loaded.Count * size), loaded.Count, values, cancellation);
        _buffers.Add(images);
        for (var at = 0; at < loaded.Count; at++)
        {
            var (slot, across, down) = loaded[at];
            slot.Answer(make(slot.Item, values.AsSpan(at * width, width).ToArray(), across, down));
        }
    }
}
