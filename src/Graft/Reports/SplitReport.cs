using Graft.Data;
using Graft.Tasks;

namespace Graft.Reports;

/// <summary>
/// A model file as measured on one split: all that a task contributes to a report. Page, files and console do the rest alike for every task.
/// </summary>
internal abstract class SplitReport
{
    /// <summary>"validation" and "test" in a run; what was measured otherwise.</summary>
    public required string Split { get; init; }

    /// <summary>The task's report, with all metrics; metrics.json holds it.</summary>
    public abstract EvaluationReport Report { get; }

    /// <summary>The metrics shown largest, the main one first.</summary>
    public abstract IReadOnlyList<Metric> Headline { get; }

    /// <summary>What a reader must know of the headline.</summary>
    public abstract string HeadlineNote { get; }

    /// <summary>What was measured: "120 images, 4 classes".</summary>
    public virtual string Extent => $"{Numbers.Images(Report.ImageCount)}, {Words.Count(Report.Classes.Count, Report.ClassWords.One, Report.ClassWords.Many)}";

    /// <summary>Images with what was predicted: mistakes first.</summary>
    public IReadOnlyList<ImageGroup> Images { get; init; } = [];

    /// <summary>The same measurement on some of the images, without images to look at.</summary>
    /// <param name="images">Places of the images, ascending, at least one.</param>
    /// <param name="split">What it is called.</param>
    public abstract SplitReport Only(IReadOnlyList<int> images, string split);

    /// <summary>The main metric beside that of another file.</summary>
    /// <param name="model">The other file, of the same task and classes.</param>
    /// <param name="images">Places of the images that both are compared on, ascending, at least one; the other file sees no others.</param>
    /// <exception cref="GraftException">The file is gone or refused, or an image is.</exception>
    public abstract PairedAnswer Less(string model, IReadOnlyList<int> images);

    /// <summary>The main metric beside that of another file, measured on the same images.</summary>
    /// <param name="other">Of the same task, classes and images.</param>
    public abstract PairedAnswer Less(SplitReport other);

    /// <summary>The task's own part of the section: tables by class, confusion, curves.</summary>
    public abstract void Write(HtmlPage page);

    /// <summary>The task's own files: predictions and plots.</summary>
    public abstract void WriteFiles(string folder);
}
