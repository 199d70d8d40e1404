namespace Graft.Tasks;

/// <summary>One number of an evaluation, with all that a table, a page or a file needs to show it.</summary>
/// <param name="Key">What files and <c>--monitor</c> call it: <c>balanced_accuracy</c>, <c>AP50</c>. Unique within a report.</param>
/// <param name="Name">What people read: "balanced accuracy".</param>
/// <param name="Value">In the unit of <see cref="Format"/>; null where it is undefined, never NaN.</param>
public sealed record Metric(string Key, string Name, double? Value)
{
    /// <summary>Its confidence interval; null where none was computed (the report's notes say why).</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>Why there is no interval where more images would give one: "too few to say"; null otherwise.</summary>
    public string? IntervalNote { get; init; }

    /// <summary>How it is written.</summary>
    public MetricFormat Format { get; init; }

    /// <summary><see cref="Name"/> with a capital, for the head of a row.</summary>
    internal string Title => char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary>The value as text, in its own format unless told: "95.3 %", "0.953"; a dash where there is none.</summary>
    public string ValueText(MetricFormat? format = null) => MetricText.Of(Value, format ?? Format);

    /// <summary>The interval as text: "91.2 – 97.8 %", or "too few to say"; empty where there is none.</summary>
    public string IntervalText(MetricFormat? format = null) => IntervalNote ?? MetricText.Of(Interval, format ?? Format);

    /// <summary>As in "accuracy 95.3 % (91.2 – 97.8 %)".</summary>
    public override string ToString() => Interval is null ? $"{Name} {ValueText()}" : $"{Name} {ValueText()} ({IntervalText()})";
}
