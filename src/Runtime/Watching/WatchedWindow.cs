namespace Graft.Runtime;

/// <summary>Images in a row that were compared with the reference.</summary>
/// <param name="From">When the first of them was looked at.</param>
/// <param name="To">When the last was.</param>
/// <param name="Result">The answer.</param>
internal sealed record WatchedWindow(DateTimeOffset From, DateTimeOffset To, DriftResult Result)
{
    /// <summary>Whether the images are unlike the reference.</summary>
    public bool IsUnlike => Result.Verdict == DriftVerdict.Unlike;
}

/// <summary>Two windows in a row, or more, are unlike the reference.</summary>
/// <param name="Since">When the first image of the first of them was looked at.</param>
/// <param name="Tests">What the newest of them tells.</param>
internal sealed record WatchAlarm(DateTimeOffset Since, IReadOnlyList<DriftTest> Tests);

/// <summary>What of the images of a version is known.</summary>
internal sealed record WatchStatus
{
    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>Images that were looked at, copies included.</summary>
    public required long Looked { get; init; }

    /// <summary>Different images in the window that is being filled.</summary>
    public required int InWindow { get; init; }

    /// <summary>How many a window has.</summary>
    public required int Window { get; init; }

    /// <summary>Where the reference is from; null where there is none.</summary>
    public string? ReferenceSource { get; init; }

    /// <summary>Images of the reference.</summary>
    public int ReferenceImages { get; init; }

    /// <summary>Different images that were served and can become the reference; null where the file's own is large enough.</summary>
    public int? Served { get; init; }

    /// <summary>The windows, the newest first.</summary>
    public IReadOnlyList<WatchedWindow> Windows { get; init; } = [];

    /// <summary>Null where the newest windows are not unlike, or only one is.</summary>
    public WatchAlarm? Alarm { get; init; }
}
