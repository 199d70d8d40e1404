namespace Graft.Reports;

/// <summary>The images of a run.</summary>
public sealed record DatasetSummary
{
    /// <summary>Folder or manifest, as the user gave it.</summary>
    public required string Source { get; init; }

    /// <summary>Counts by class.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>What the examination found.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
