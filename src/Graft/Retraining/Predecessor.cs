using Graft.Artifacts;
using Graft.Data;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>The model file that a run is to replace, and the images that both are measured on.</summary>
/// <param name="File">The file.</param>
/// <param name="Split">The split that gives the images.</param>
/// <param name="Images">Places in it of those that neither network was trained on.</param>
/// <param name="Measured">Images of the split.</param>
/// <param name="Notes">What limits the comparison.</param>
internal sealed record Predecessor(string File, string Split, IReadOnlyList<int> Images, int Measured, IReadOnlyList<string> Notes)
{
    /// <summary>Everything that can be wrong with it is said before the first step.</summary>
    /// <param name="request">The request.</param>
    /// <param name="subject">The prepared run.</param>
    /// <param name="folder">A run folder that will be written over; null for none.</param>
    /// <returns>Null where none was named.</returns>
    /// <exception cref="GraftException">There is no such file, it is of another task or other classes, or the run would write over it.</exception>
    public static Predecessor? Of(TrainRequest request, RunSubject subject, string? folder)
    {
        if (request.Against is not { } path) return null;
        var file = ModelPath.Resolve(path);
        if (folder is not null && Path.GetFullPath(file) == Path.Combine(Path.GetFullPath(folder), RunFolder.ModelName))
            throw new GraftException($"The run would write over '{file}', which it is to be compared with.",
                cure: $"Copy the file, or choose another {Flag.Of("--name")}.");
        var manifest = ModelFile.ReadManifest(file);
        Require(request, subject, file, manifest);
        var isTest = subject.Split.Test.Count > 0;
        var (split, names) = isTest ? (ReportSplits.Test, subject.Split.Test) : (ReportSplits.Validation, subject.Split.Validation);
        var hashes = subject.Examination.Hashes();
        string[] measured = [.. names.Select(name => hashes[name])];
        var (known, own) = (KnownImages.Of(manifest, measured), KnownImages.Of(subject.Origin?.Seen, measured));
        var all = Enumerable.Range(0, measured.Length);
        int[] images = [.. all.Intersect(known?.Untrained ?? [.. all]).Intersect(own?.Untrained ?? [.. all])];
        return new(file, split, images, measured.Length, [.. NotesOf(isTest, measured.Length - images.Length, known)]);
    }

    private static void Require(TrainRequest request, RunSubject subject, string file, Manifest manifest)
    {
        if (manifest.Task != request.Task.Name())
            throw new GraftException($"'{file}' is a model of the task '{manifest.Task}'.", $"Expected one of the task '{request.Task.Name()}'.",
                $"Give {Flag.Of("--against")} a file of this task.");
        if (!manifest.Classes.SequenceEqual(subject.Classes, StringComparer.Ordinal))
            throw new GraftException($"The classes of '{file}' are {Words.List([.. manifest.Classes])}.",
                $"Expected those of '{request.Data}', in their order: {Words.List([.. subject.Classes])}.",
                "Both files are compared by their answers, which must mean the same.");
        WatchedModel.Open(file).Dispose();
    }

    private static IEnumerable<string> NotesOf(bool isTest, int leftOut, KnownImages? known)
    {
        if (leftOut > 0)
            yield return $"{Words.Count(leftOut, "image")} {Words.Was(leftOut)} left out: one of the networks was trained on {(leftOut == 1 ? "it" : "them")}";
        if (known is null) yield return "the file that is to be replaced does not say which images it was trained on: it may look better than it is";
        if (!isTest) yield return "there is no test split, and the validation images chose the epoch of the new file: it may look better than it is";
        if (known is { Chose: > 0 })
            yield return $"{Words.Count(known.Chose, "image")} chose the weights of the file that is to be replaced";
    }

    /// <summary>What is said at the start.</summary>
    public string Announcement => $"the new file will be compared with '{File}' on {Words.Count(Images.Count, $"{Split} image")}"
        + string.Concat(Notes.Select(note => $"; {note}"));

    /// <summary>Compares.</summary>
    /// <param name="model">The new file's measurement of the split.</param>
    /// <param name="measure">Measures a file on the whole split.</param>
    public ModelComparison Compare(SplitReport model, Func<string, SplitReport> measure)
    {
        var comparison = new ModelComparison
        {
            Model = File,
            Verdict = ComparisonVerdict.TooFew,
            Split = Split,
            Images = Images.Count,
            LeftOut = Measured - Images.Count,
            Key = model.Report.Metrics[0].Key,
            Metric = model.Report.Metrics[0].Name,
            Notes = Notes,
        };
        if (Images.Count == 0) return comparison;
        var (ours, theirs) = (Some(model), Some(measure(File)));
        var answer = ours.Less(theirs);
        return comparison with
        {
            Verdict = answer.IsTooFew ? ComparisonVerdict.TooFew : answer.Better switch
            {
                > 0 => ComparisonVerdict.Better,
                < 0 => ComparisonVerdict.Worse,
                _ => ComparisonVerdict.NoDifference,
            },
            New = ours.Report.Metrics[0].Value,
            Old = theirs.Report.Metrics[0].Value,
            Difference = answer.Interval,
            OnlyNew = answer.Alone?.First,
            OnlyOld = answer.Alone?.Second,
            P = answer.P,
        };
    }

    private SplitReport Some(SplitReport split) => Images.Count == Measured ? split : split.Only(Images, Split);
}
