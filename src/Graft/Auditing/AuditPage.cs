using Graft.Data;
using Graft.Reports;

namespace Graft;

/// <summary>The findings of an audit as a page of its own, with the images to look at.</summary>
internal static class AuditPage
{
    private const int MaxImages = 60;

    private static readonly (AuditKind Kind, string Title, string Note)[] Sections =
    [
        (AuditKind.Label, "Labels that look wrong",
            "As likely to be the suggestion as what carries it. Where you agree, the suggestion in the CSV stays; where you do not, empty it."),
        (AuditKind.Missing, "Objects without a label",
            "Found as surely as what is labelled, where nothing is. The suggestion, drawn solid, adds the label."),
        (AuditKind.Doubled, "Two labels on one object", "The suggestion removes the dashed one."),
        (AuditKind.Loose, "Labels beside their object", "Dashed as labelled, solid as suggested."),
        (AuditKind.Copy, "Copies in several classes or splits",
            "Only one of the labels can be right; a copy in another split gives the answer away. Write the right class, or remove, as the suggestion."),
        (AuditKind.Outlier, "Unlike all other images", "Off-topic, damaged, or the only one of its kind: then more images like it would help."),
        (AuditKind.MaybeLabel, "Labels that may be wrong", "Less sure, which also holds for hard ones with a right label: no suggestion is made."),
    ];

    /// <summary>Writes the page; nothing is loaded from anywhere.</summary>
    /// <param name="path">The HTML file.</param>
    /// <param name="result">What was found.</param>
    /// <param name="data">What was audited, as it was named.</param>
    /// <param name="table">The CSV beside it.</param>
    public static void Write(string path, AuditResult result, string data, string table)
    {
        var page = new HtmlPage();
        page.Add($"<h1>Audit of {data}</h1>");
        page.Add($"""
            <p class="soft">{Counted(result)}, {result.Dataset.Classes.Count} classes; judged by {result.Judges}, each image by what had not seen it.
            It gives {Numbers.Percent(result.Agreement)} of the {(result.UnitCount is null ? "images" : result.Judged)} the label that they have.</p>
            """);
        Summary(page, result);
        foreach (var (kind, title, note) in Sections) Images(page, [.. result.Findings.Where(finding => finding.Kind == kind)], title, note);
        var (from, to, task) = (Shell.Quote(table), Shell.Quote(data), result.Task.Name());
        var command = result.Task == TaskKind.Classify ? $"graft data apply {from} {to}" : $"graft data apply {from} {to} --task {task}";
        page.Add($"""
            <section class="card"><h2>To correct</h2><p>{table} has a line for each finding on this page. What stands in its column suggestion is taken by:</p>
            <pre>{command}</pre>
            <p class="soft">It writes a corrected copy: no image, no annotation and no folder is changed.</p></section>
            """);
        AtomicFile.WriteText(path, page.Finish($"Audit of {data}"));
    }

    private static string Counted(AuditResult result) => Words.Count(result.Dataset.Samples.Count, "image")
        + (result.UnitCount is { } count ? $", {Words.Count(count, result.Units.One, result.Units.Many)}" : "");

    private static void Summary(HtmlPage page, AuditResult result)
    {
        page.Add($"<section class=\"card\"><h2>What was found</h2>");
        page.Table([HtmlColumn.Left("Finding"), "Number"], Sections.Where(section => result.Kinds.Contains(section.Kind)).Select(section =>
            new HtmlRow(section.Title, $"{result.Findings.Count(finding => finding.Kind == section.Kind)}")));
        page.Notes([.. AuditWords.Of(result)]);
        page.Add($"</section>");
    }

    private static void Images(HtmlPage page, IReadOnlyList<AuditFinding> findings, string title, string note)
    {
        if (findings.Count == 0) return;
        var more = findings.Count > MaxImages ? $" The first {MaxImages} of {findings.Count}; the CSV has all." : "";
        var images = findings.Take(MaxImages).Select(finding => new ReportImage(
            finding.Sample.Name, finding.Shown?.Invoke() ?? ClassifierSplit.Thumbnail(finding.Sample.Path), "")
        {
            Detail = finding.Reason,
            IsRight = finding.IsSure ? false : null,
            Truth = finding.Suggestion is { } suggestion ? $"suggested: {suggestion}" : null,
        });
        ImagesSection.Write(page, new ImageGroup(title, [.. images]) { Note = note + more, IsWide = findings.Any(finding => finding.Shown is not null) });
    }
}

/// <summary>What is said of classes and traits.</summary>
internal static class AuditWords
{
    /// <summary>One sentence for each.</summary>
    public static IEnumerable<string> Of(AuditResult result)
    {
        foreach (var pair in result.Pairs)
            yield return $"{pair.One} and {pair.Other} are hard to tell apart: {pair.Wrong} of {pair.Images} images are taken for the other one. "
                + "Make one class of them, or add images of both that show the difference.";
        foreach (var shortcut in result.Shortcuts)
        {
            var told = shortcut.Classes.Count > 0 ? $", above all {Words.And(shortcut.Classes)}" : "";
            yield return $"The {shortcut.Trait} of an image alone gives its class in {Numbers.Percent(shortcut.Accuracy)} of the images "
                + $"({Numbers.Percent(shortcut.Chance)} by chance){told}: a network may learn that in place of the motif, and then "
                + "fails on images from elsewhere. Take images of all classes in the same way, or bring them to one form.";
        }
    }
}
