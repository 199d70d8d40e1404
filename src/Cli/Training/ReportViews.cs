using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>The table of a task's report.</summary>
internal static class ReportViews
{
    public static void Show(object report, IAnsiConsole console)
    {
        switch (report)
        {
            case ClassificationReport classification: ReportView.Show(classification, console); break;
            case DetectionReport detection: DetectorView.Show(detection, console); break;
            case SegmentationReport segmentation: SegmentView.Show(segmentation, console); break;
        }
    }
}
