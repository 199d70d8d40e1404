using System.Globalization;
using System.Text;
using CsvHelper;
using Graft.Data;

namespace Graft;

/// <summary>The findings as CSV to correct by: <c>file,label,suggestion,reason,score</c>; and what somebody made of it.</summary>
internal static class AuditTable
{
    /// <summary>Instead of a class: the image is left out.</summary>
    public const string Remove = "remove";

    private static readonly string[] Columns = ["file", "label", "suggestion", "reason", "score"];

    /// <summary>Writes one line for each finding; file names are relative to the data set.</summary>
    public static void Write(string path, IReadOnlyList<AuditFinding> findings)
    {
        var text = new StringBuilder(CsvText.Line(Columns));
        foreach (var one in findings)
            text.Append(CsvText.Line(one.Sample.Name, one.Label, one.Suggestion ?? "", one.Reason,
                one.Score is { } score ? score.ToString("0.###", CultureInfo.InvariantCulture) : ""));
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>The data set with the suggestions of a table taken: other labels, and without what is to be removed.</summary>
    /// <param name="path">The table; lines without a suggestion change nothing.</param>
    /// <param name="dataset">The data set that was audited.</param>
    /// <exception cref="ProblemsException">A line names no image of the data set, no class of it, or another label than the image has.</exception>
    public static (ImageDataset Corrected, int Relabelled, int Removed) Apply(string path, ImageDataset dataset)
    {
        var samples = dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        var problems = new List<Problem>();
        var changes = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (var (line, row) in Rows(path, problems))
        {
            var (file, label, suggestion) = row;
            if (suggestion.Length == 0) continue;
            var where = $"{path}, line {line}";
            if (!samples.TryGetValue(file, out var sample))
                problems.Add(new(where, $"The data set has no image '{file}'.", "Give the data set that was audited."));
            else if (label != dataset.ClassOf(sample))
                problems.Add(new(where, $"'{file}' is labelled {dataset.ClassOf(sample)} now, not {label}.",
                    "Audit the data set again; or, where a spreadsheet changed the label (01 to 1, TRUE to True), write it as it was."));
            else if (dataset.Classes.ToList().IndexOf(suggestion) is >= 0 and var to) Change(where, file, to);
            else if (suggestion == Remove) Change(where, file, null);
            else
                problems.Add(new(where, $"'{suggestion}' is no class of the data set.",
                    $"Write one of its classes, or {Remove}, or nothing to keep the image as it is."
                        + (Spelling.Nearest(suggestion, dataset.Classes) is { } near ? $" '{near}' is one." : "")));
        }
        if (problems.Count > 0) throw new ProblemsException($"The table '{path}'", problems);
        if (dataset.Samples.All(sample => changes.TryGetValue(sample.Name, out var to) && to is null))
            throw new GraftException($"'{path}' removes every image.", "Some must be left.", "Empty the suggestions of those to keep.");
        var corrected = dataset with
        {
            Samples = [.. dataset.Samples.Where(sample => !changes.TryGetValue(sample.Name, out var to) || to is not null)
                .Select(sample => changes.GetValueOrDefault(sample.Name) is { } to ? sample with { Label = to } : sample)],
        };
        return (corrected, changes.Count(change => change.Value is not null), changes.Count(change => change.Value is null));

        // An image may be in the table twice: as a copy, and for its label.
        void Change(string where, string file, int? to)
        {
            if (changes.TryGetValue(file, out var before) && before != to)
                problems.Add(new(where, $"'{file}' has two different suggestions.", "Leave one of them."));
            changes[file] = to;
        }
    }

    /// <summary>The lines of a table; fields that are not there are empty.</summary>
    internal static List<(long Line, (string File, string Label, string Suggestion) Row)> Rows(string path, List<Problem> problems)
    {
        FileContent.RequireText(path, FileContent.Bytes(path));
        using var csv = CsvText.Open(path, line => problems.Add(new($"{path}, line {line}", "The quotes do not match.", "Put a field with commas in quotes.")));
        csv.ReadHeader();
        var columns = csv.Headers.Select(column => column.Trim().ToLowerInvariant()).ToList();
        if (Columns.Take(3).Except(columns).ToList() is { Count: > 0 } missing)
            throw new GraftException($"'{path}' has no column {Words.And(missing)}.", "Expected a table as `graft data audit` writes it.");
        var rows = new List<(long, (string, string, string))>();
        while (csv.Read())
            rows.Add((csv.LineNumber, (CsvText.Field(csv, "file") ?? "", CsvText.Field(csv, "label") ?? "", CsvText.Field(csv, "suggestion") ?? "")));
        return rows;
    }
}
