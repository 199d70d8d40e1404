using Graft.Runtime;

namespace Graft.Serving;

/// <summary>What is known of the images of a model, as <c>GET /v1/models/{name}/watch</c> tells it.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">The version that answers.</param>
/// <param name="Verdict">What the newest window says; null before the first.</param>
/// <param name="Says">The same in a sentence.</param>
internal sealed record WatchDocument(string Name, string Version, DriftVerdict? Verdict, string Says)
{
    /// <summary>Images that were looked at since this version answers.</summary>
    public required long Looked { get; init; }

    /// <summary>Different images in the window that is being filled, and how many fill it.</summary>
    public required FilledDocument Window { get; init; }

    /// <summary>What images are compared with; null for nothing.</summary>
    public WatchReferenceDocument? Reference { get; init; }

    /// <summary>Different images that were served and can become the reference; null where its own is large enough.</summary>
    public int? Served { get; init; }

    /// <summary>Null while fewer than two windows in a row are unlike the reference.</summary>
    public WatchAlarm? Alarm { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<WatchedWindow> Windows { get; init; }

    public static WatchDocument Of(string name, WatchStatus status)
    {
        var newest = status.Windows.FirstOrDefault()?.Result;
        return new(name, status.Version, newest?.Verdict, SentenceOf(status, newest))
        {
            Looked = status.Looked,
            Window = new(status.InWindow, status.Window),
            Reference = status.ReferenceSource is { } source ? new(source, status.ReferenceImages) : null,
            Served = status.Served,
            Alarm = status.Alarm,
            Windows = status.Windows,
        };
    }

    private static string SentenceOf(WatchStatus status, DriftResult? newest)
    {
        if (status.ReferenceSource is null) return "There is no reference to compare images with.";
        if (newest is null) return $"too few to judge: {Words.Count(status.InWindow, "different image", "different images")} of {status.Window}";
        return newest.Summary;
    }
}

/// <summary>How far a window is filled.</summary>
internal sealed record FilledDocument(int Images, int Of);

/// <summary>Where a reference is from, and of how many images it is.</summary>
internal sealed record WatchReferenceDocument(string Source, int Images);
