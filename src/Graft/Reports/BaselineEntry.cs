using Graft.Tasks;

namespace Graft.Reports;

/// <summary>One way of training in a comparison.</summary>
/// <param name="Name">Such as "gradual on ImageNet weights" or "from scratch".</param>
/// <param name="Accuracy">0..1.</param>
/// <param name="Interval">Its confidence interval.</param>
/// <param name="Duration">Time spent on training.</param>
public sealed record BaselineEntry(string Name, double Accuracy, ConfidenceInterval? Interval, TimeSpan Duration);
