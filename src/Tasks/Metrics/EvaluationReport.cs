using System.Text;
using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>What the evaluation of a model found, whatever its task; serialises to metrics.json through <see cref="Json.Options"/>.</summary>
public abstract record EvaluationReport
{
    /// <summary>Class names in the order of the labels.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Every metric of the whole set of images, the main one first. Those of single classes stand beside them.</summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>How the intervals came about; empty without intervals.</summary>
    public string IntervalMethod { get; init; } = "";

    /// <summary>What a reader must know: classes without images, metrics left out and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What <see cref="Classes"/> are called.</summary>
    [JsonIgnore]
    internal virtual (string One, string Many) ClassWords => ("class", "classes");

    /// <summary>Images compared.</summary>
    [JsonIgnore]
    public abstract int ImageCount { get; }

    /// <summary>The metric of that key.</summary>
    /// <exception cref="GraftException">There is none.</exception>
    public Metric this[string key] => Metrics.FirstOrDefault(metric => metric.Key == key)
        ?? throw new GraftException($"There is no metric '{key}'.", $"Expected one of {string.Join(", ", Metrics.Select(metric => metric.Key))}.");

    /// <summary>Every metric in a line of its own, with its interval.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine($"{ImageCount} images, {Classes.Count} {ClassWords.Many}");
        var width = Metrics.Max(metric => metric.Name.Length);
        foreach (var metric in Metrics) text.AppendLine($"{metric.Name.PadRight(width)}  {metric.ValueText(),8}  {metric.IntervalText()}".TrimEnd());
        return text.ToString();
    }
}
