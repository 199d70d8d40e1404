namespace Graft.Runtime;

/// <summary>How prediction uses the machine.</summary>
public sealed record RuntimeOptions
{
    private readonly int _threads = Environment.ProcessorCount;
    private readonly int _batchSize = 8;

    /// <summary>Cores to use, 1 or more; all by default.</summary>
    public int Threads
    {
        get => _threads;
        init => _threads = value >= 1 ? value : throw Refuse(nameof(Threads), value);
    }

    /// <summary>Pictures that run through the network together, 1 or more. Memory grows with it, speed hardly above 8.</summary>
    public int BatchSize
    {
        get => _batchSize;
        init => _batchSize = value >= 1 ? value : throw Refuse(nameof(BatchSize), value);
    }

    /// <summary>What happens to a picture that cannot be read.</summary>
    public OnBadPicture OnBadPicture { get; init; } = OnBadPicture.Fail;

    private static GraftException Refuse(string option, int value) => new($"{option} is {value}.", "1 or more is expected.");
}
