namespace Graft.Runtime;

/// <summary>Why an image is not taken, or not kept.</summary>
internal enum RefusalReason
{
    /// <summary>The queue is full, and the key that fills it gives way.</summary>
    QueueFull,

    /// <summary>It could not be answered by its deadline.</summary>
    TooLate,

    /// <summary>The bodies in flight are as large as they may be.</summary>
    BytesInFlight,
}

/// <summary>An image that the queue does not take.</summary>
/// <param name="reason">Why.</param>
/// <param name="retryAfter">When it is worth to ask again.</param>
internal sealed class ServingRefusal(RefusalReason reason, TimeSpan retryAfter) : Exception($"{reason}, retry after {retryAfter.TotalSeconds:0.0} s")
{
    public RefusalReason Reason => reason;

    public TimeSpan RetryAfter => retryAfter;
}
