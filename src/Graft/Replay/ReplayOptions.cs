namespace Graft;

/// <summary>Where a replay finds what has moved, where it goes, and how near it must come.</summary>
internal sealed record ReplayOptions
{
    /// <summary>Two points of a share: between processors, sums are rounded in another way, and an image near the border changes its class.</summary>
    public const double DefaultTolerance = 0.02;

    /// <summary>The data set in another place; null for where the run found it.</summary>
    public string? Data { get; init; }

    /// <summary>The images that were added, in another place; null for where the run found them.</summary>
    public string? Add { get; init; }

    /// <summary>The file of weights in another place; null for where the run found it.</summary>
    public string? Weights { get; init; }

    /// <summary>Folder of the replay's folder; null for that of the run.</summary>
    public string? Project { get; init; }

    /// <summary>Name of the replay; null for the run's with "-replay".</summary>
    public string? Name { get; init; }

    /// <summary>Write into a folder that is there already.</summary>
    public bool ExistOk { get; init; }

    /// <summary>What a metric may differ by elsewhere; where given, on the same machine too.</summary>
    public double? Tolerance { get; init; }
}
