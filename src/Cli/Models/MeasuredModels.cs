using Graft.Networks;

namespace Graft.Cli;

/// <summary>Times networks one after another; one that fails is named and the others are timed.</summary>
internal static class MeasuredModels
{
    /// <param name="entries">Classifiers, which are timed.</param>
    /// <param name="others">Detectors and segmentation networks, which are named: their time depends on the size of images and on what is found.</param>
    /// <param name="terminal">For progress and warnings.</param>
    /// <param name="cancellation">Looked at between networks.</param>
    public static void Time(IReadOnlyList<ModelEntry> entries, IReadOnlyList<ModelRow> others, Terminal terminal, CancellationToken cancellation)
    {
        using var display = new EventDisplay(terminal);
        foreach (var (index, entry) in entries.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            display.Report(new RunEvent.Progress($"timing {entry.Name}", index, entries.Count));
            try
            {
                ModelSpeed.Measure(entry.Name);
            }
            catch (GraftException failure)
            {
                display.Report(new RunEvent.Message($"{entry.Name} was not timed: {failure.Message}", IsWarning: true));
            }
            catch (OutOfMemoryException)
            {
                display.Report(new RunEvent.Message($"{entry.Name} was not timed: it does not fit into memory.", IsWarning: true));
            }
        }
        if (others.Count > 0)
            display.Report(new RunEvent.Message($"Only classifiers are timed; not timed: {string.Join(", ", others.Select(row => row.Name))}.", IsWarning: true));
    }
}
