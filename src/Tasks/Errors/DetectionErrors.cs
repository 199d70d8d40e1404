namespace Graft.Tasks;

/// <summary>The six errors of TIDE (Bolya et al., arXiv:2008.08115), with overlap 0.50 for a hit and 0.10 for background.</summary>
public sealed record DetectionErrors
{
    /// <summary>In the right place under the wrong name.</summary>
    public required DetectionError Classification { get; init; }

    /// <summary>The right name, not quite in the right place.</summary>
    public required DetectionError Localisation { get; init; }

    /// <summary>Wrong name and not quite in the right place.</summary>
    public required DetectionError Both { get; init; }

    /// <summary>The object was found already, with a higher score.</summary>
    public required DetectionError Duplicate { get; init; }

    /// <summary>There is nothing.</summary>
    public required DetectionError Background { get; init; }

    /// <summary>Objects that no detection comes near.</summary>
    public required DetectionError Missed { get; init; }
}
