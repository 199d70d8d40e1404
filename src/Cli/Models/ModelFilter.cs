using Graft.Networks;

namespace Graft.Cli;

/// <summary>Which networks are listed, and in which order.</summary>
internal sealed record ModelFilter
{
    public string? Text { get; init; }

    public string? Family { get; init; }

    /// <summary>Millions of parameters.</summary>
    public double? MaxParameters { get; init; }

    /// <summary>Billions of multiply-adds.</summary>
    public double? MaxCost { get; init; }

    /// <summary>Percent.</summary>
    public double? MinAccuracy { get; init; }

    /// <summary>Images per second, measured here.</summary>
    public double? MinSpeed { get; init; }

    public string? Licence { get; init; }

    public bool OnDisk { get; init; }

    public ModelOrder Order { get; init; }

    /// <summary>Has the text and family asked for.</summary>
    public bool HasText(ModelEntry entry) => HasText(entry.Name, entry.Family, entry.Paper);

    /// <inheritdoc cref="HasText(ModelEntry)"/>
    public bool HasText(ModelRow row) => HasText(row.Name, row.Family, row.Paper);

    private bool HasText(string name, string family, string paper) =>
        (Text is null || Contains(name, Text) || Contains(family, Text) || Contains(paper, Text)) && (Family is null || Contains(family, Family));

    /// <summary>Passes every bound; what is not known passes none.</summary>
    /// <param name="row">The network.</param>
    /// <param name="isSpeedKnown">False before the networks are timed: their speed is then no reason to leave one out.</param>
    public bool Passes(ModelRow row, bool isSpeedKnown = true) =>
        (MaxParameters is null || row.Parameters <= MaxParameters * 1e6)
        && (MaxCost is null || row.MultiplyAdds <= MaxCost * 1e9)
        && (MinSpeed is null || !isSpeedKnown || row.ImagesPerSecond >= MinSpeed)
        && row.Weights.DefaultIfEmpty().Any(weights =>
            (MinAccuracy is null || weights?.Main >= MinAccuracy)
            && (Licence is null || weights is not null && Contains(weights.Licence, Licence))
            && (!OnDisk || weights?.Path is not null));

    public IEnumerable<ModelRow> Sorted(IEnumerable<ModelRow> rows) => Order switch
    {
        ModelOrder.Name => rows.OrderBy(row => row.Name, StringComparer.Ordinal),
        ModelOrder.Params => rows.OrderBy(row => row.Parameters),
        ModelOrder.Cost => rows.OrderBy(row => row.MultiplyAdds),
        ModelOrder.Accuracy => rows.OrderByDescending(row => row.Weights.Max(weights => weights.Main) ?? 0),
        ModelOrder.Speed => rows.OrderByDescending(row => row.ImagesPerSecond ?? 0),
        _ => rows,
    };

    private static bool Contains(string value, string part) => value.Contains(part, StringComparison.OrdinalIgnoreCase);
}
