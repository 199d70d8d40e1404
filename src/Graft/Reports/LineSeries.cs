namespace Graft.Reports;

/// <summary>One line of a chart; points without a finite value are left out.</summary>
/// <param name="Name">Shown in the legend and on hovering.</param>
/// <param name="Points">X and Y.</param>
internal sealed record LineSeries(string Name, IReadOnlyList<(double X, double Y)> Points);
