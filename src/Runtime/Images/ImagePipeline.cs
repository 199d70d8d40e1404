using System.Collections.Concurrent;
using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>
/// Images from files through a network, in order and with bounded memory. Every core takes a batch, decodes it and runs it: no
/// core waits for another, and there are never more threads than cores.
/// </summary>
public sealed class ImagePipeline
{
    private readonly OnnxForward _network;
    private readonly Preprocess _preprocess;
    private readonly RuntimeOptions _options;
    private readonly ConcurrentBag<byte[]> _buffers = [];

    /// <param name="network">A network that takes images; it is not disposed.</param>
    /// <param name="preprocess">The contract it was made with.</param>
    /// <param name="options">Cores, images per batch, and what happens to unreadable ones.</param>
    public ImagePipeline(OnnxForward network, Preprocess preprocess, RuntimeOptions? options = null)
    {
        if (!network.InputShape.SequenceEqual([preprocess.Height, preprocess.Width, 3]))
            throw new ArgumentException($"The network takes [{string.Join(", ", network.InputShape)}], the preprocessing gives [{preprocess.Height}, {preprocess.Width}, 3].");
        (_network, _preprocess, _options) = (network, preprocess, options ?? new());
    }

    /// <summary>Runs the network on every file; answers come in the order of the paths, while later ones are still worked on.</summary>
    /// <exception cref="GraftException">An image cannot be read and <see cref="RuntimeOptions.OnUnreadableImage"/> is Fail.</exception>
    public IEnumerable<ImageOutput> Run(IEnumerable<string> paths)
    {
        var cores = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, _options.Workers).ConcurrentScheduler;
        var running = new Queue<Task<ImageOutput[]>>();
        try
        {
            foreach (var batch in paths.Chunk(_options.BatchSize))
            {
                running.Enqueue(Task.Factory.StartNew(() => Batch(batch), CancellationToken.None, TaskCreationOptions.None, cores));
                if (running.Count < 2 * _options.Workers) continue; // one batch on every core and one waiting behind it
                foreach (var output in running.Dequeue().GetAwaiter().GetResult()) yield return output;
            }
            while (running.TryDequeue(out var batch))
                foreach (var output in batch.GetAwaiter().GetResult()) yield return output;
        }
        finally
        {
            // whoever stops early may dispose the network next
            Task.WhenAll(running).ContinueWith(done => done.Exception, TaskScheduler.Default).Wait();
        }
    }

    private ImageOutput[] Batch(string[] paths)
    {
        var size = _preprocess.Height * _preprocess.Width * 3;
        if (!_buffers.TryTake(out var images)) images = new byte[_options.BatchSize * size];
        var failures = new ImageException?[paths.Length];
        var count = 0;
        for (var i = 0; i < paths.Length; i++)
        {
            try
            {
                _preprocess.LoadInto(paths[i], images.AsSpan(count * size, size));
                count++;
            }
            catch (ImageException failure) when (_options.OnUnreadableImage == OnUnreadableImage.Skip)
            {
                failures[i] = failure;
            }
        }
        var length = _network.OutputShape.Aggregate(1, (product, dimension) => product * dimension);
        var values = new float[count * length];
        if (count > 0) _network.RunHere(images.AsSpan(0, count * size), count, values);
        _buffers.Add(images);

        var next = 0;
        return [.. paths.Select((path, i) => failures[i] is { } failure
            ? new ImageOutput(path, default, failure)
            : new ImageOutput(path, values.AsMemory(next++ * length, length), null))];
    }
}
