using Graft.Data;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>The model file that a run is to replace, and the images that both are measured on.</summary>
/// <param name="Old">The file.</param>
/// <param name="Split">The split that gives the images.</param>
/// <param name="Images">Places in it of those that neither network was trained on.</param>
/// <param name="Measured">Images of the split.</param>
/// <param name="Notes">What limits the comparison.</param>
internal sealed record Predecessor(OldModel Old, string Split, IReadOnlyList<int> Images, int Measured, IReadOnlyList<string> Notes)
{
    /// <summary>Everything that can be wrong with it is said before the first step.</summary>
    /// <param name="old">The file.</param>
    /// <param name="request">The request.</param>
    /// <param name="subject">The prepared run.</param>
    /// <exception cref="GraftException">It is of other classes.</exception>
    public static Predecessor Of(OldModel old, TrainRequest request, RunSubject subject)
    {
        old.Require(request.Data, subject.Classes);
        var isTest = subject.Split.Test.Count > 0;
        var (split, names) = isTest ? (ReportSplits.Test, subject.Split.Test) : (ReportSplits.Validation, subject.Split.Validation);
        var hashes = subject.Examination.Hashes();
        string[] measured = [.. names.Select(name => hashes[name])];
        var (known, own) = (KnownImages.Of(old.Manifest, measured), KnownImages.Of(subject.Origin?.Seen, measured));
        var all = Enumerable.Range(0, measured.Length);
        int[] images = [.. all.Intersect(known?.Untrained ?? [.. all]).Intersect(own?.Untrained ?? [.. all])];
        var compared = KnownImages.Of(old.Manifest, images.Select(at => measured[at]));
        return new(old, split, images, measured.Length, [.. NotesOf(measured.Length - images.Length, compared)]);
    }

    private static IEnumerable<string> NotesOf(int leftOut, KnownImages? compared)
    {
        if (leftOut > 0)
            yield return $"{Words.Count(leftOut, "image")} {Words.Was(leftOut)} left out: one of the networks was trained on {(leftOut == 1 ? "it" : "them")}";
        if (compared is null) yield return "the file that is to be replaced does not say which images it was trained on: it may look better than it is";
        if (compared is { Chose: > 0 })
            yield return $"{Words.Count(compared.Chose, "image")} chose the weights of the file that is to be replaced";
    }

    /// <summary>What is said at the start.</summary>
    public string Announcement => $"the new file will be compared with '{Old.File}' on {Words.Count(Images.Count, $"{Split} image")}"
        + string.Concat(Notes.Select(note => $"; {note}"));

    /// <summary>Compares. A training that is done is not lost where the other file is: the comparison says why there is none.</summary>
    /// <param name="model">The new file's measurement of the split.</param>
    /// <param name="selection">What the validation images chose of the new file; null for nothing.</param>
    public ModelComparison Compare(SplitReport model, Selection? selection)
    {
        var comparison = new ModelComparison
        {
            Model = Old.File,
            Verdict = ComparisonVerdict.TooFew,
            Split = Split,
            Images = Images.Count,
            LeftOut = Measured - Images.Count,
            Key = model.Report.Metrics[0].Key,
            Metric = model.Report.Metrics[0].Name,
            Notes = Split == ReportSplits.Test || selection is null ? Notes
                : [.. Notes, $"there is no test split, and the validation images chose {Words.And(selection.Chose)} of the new file: "
                    + "it may look better than it is"],
        };
        if (Images.Count == 0) return comparison;
        PairedAnswer answer;
        try
        {
            Old.RequireSame();
            answer = model.Less(Old.File, Images);
        }
        catch (GraftException failure)
        {
            return comparison with { Verdict = ComparisonVerdict.NotCompared, Failure = failure.Message };
        }
        return comparison with
        {
            Verdict = answer.IsTooFew ? ComparisonVerdict.TooFew : answer.Better switch
            {
                > 0 => ComparisonVerdict.Better,
                < 0 => ComparisonVerdict.Worse,
                _ => ComparisonVerdict.NoDifference,
            },
            New = answer.First,
            Old = answer.Second,
            Difference = answer.Interval,
            OnlyNew = answer.Alone?.First,
            OnlyOld = answer.Alone?.Second,
            Different = answer.Alone?.Of,
            P = answer.P,
        };
    }
}
