namespace Graft.Runtime;

/// <summary>How prediction uses the machine.</summary>
public sealed record RuntimeOptions
{
    private readonly int _threads = Environment.ProcessorCount;
    private readonly int _threadsPerImage = 1;
    private readonly int? _batchSize;

    /// <summary>Cores to use, 1 or more; all by default.</summary>
    public int Threads
    {
        get => _threads;
        init => _threads = AtLeastOne(nameof(Threads), value);
    }

    /// <summary>
    /// Cores that work on one image together, 1 or more. 1, the default, gives the most images per second, since cores then
    /// never wait for each other; as many as there are cores gives the shortest time to the answer for a single image.
    /// </summary>
    public int ThreadsPerImage
    {
        get => _threadsPerImage;
        init => _threadsPerImage = AtLeastOne(nameof(ThreadsPerImage), value);
    }

    /// <summary>
    /// Images that a core runs through the network together, 1 or more. Memory grows with it, speed hardly. Detectors, whose images are large, take 1 unless
    /// it is given, and only images of one input size together.
    /// </summary>
    public int BatchSize
    {
        get => _batchSize ?? 4;
        init => _batchSize = AtLeastOne(nameof(BatchSize), value);
    }

    /// <summary>What happens to an image that cannot be read.</summary>
    public OnUnreadableImage OnUnreadableImage { get; init; } = OnUnreadableImage.Fail;

    internal int LargeBatchSize => _batchSize ?? 1;

    /// <summary>Batches that run at the same time.</summary>
    internal int Workers => Math.Max(1, Threads / ThreadsPerImage);

    private static int AtLeastOne(string option, int value) =>
        value >= 1 ? value : throw new GraftException($"{option} is {value}.", "1 or more is expected.");
}
