using Graft.Data;

namespace Graft;

/// <summary>What is no more as it was when a run was made: each image, annotation and file of weights by its name.</summary>
internal static class InputDifferences
{
    private const int MaxNamed = 100; // of a kind

    private const string Cure = "Bring it back as it was.";

    private static readonly Problem OtherSplit = new("split", "The same images are divided in another way than in the run.",
        "An older version of Graft may have drawn the split.");

    /// <summary>Compares what was recorded with what is there now.</summary>
    /// <param name="replay">The run.</param>
    /// <param name="subject">The replay, prepared.</param>
    /// <param name="now">What the replay would record.</param>
    public static IReadOnlyList<Problem> Of(Replay replay, RunSubject subject, RunInputs now)
    {
        if (replay.Inputs is not { } before) return Older(replay, subject);
        List<Problem> problems = [.. Gone(before.Images.Keys.Except(now.Images.Keys)),
            .. Named(now.Images.Keys.Except(before.Images.Keys), "It is new since, and was not there to learn from or to measure on.", "Take it away."),
            .. Named(Differing(0), "Its file has changed since.", Cure), .. Named(Differing(1), "What is annotated on it has changed since.", Cure)];
        if (before.WeightsHash != now.WeightsHash)
            problems.Add(new Problem(now.Weights ?? before.Weights ?? "weights",
                before.WeightsHash is null ? "The run began without weights." : now.WeightsHash is null ? "There are no weights to start from."
                    : $"The weights have changed since: their SHA-256 began with {RunInputs.Short(before.WeightsHash)}, and does with "
                        + $"{RunInputs.Short(now.WeightsHash)}.",
                $"Give the file as it was with {Flag.Of("--weights")}."));
        if (problems.Count == 0 && !replay.Split.Classes.SequenceEqual(subject.Classes))
            problems.Add(new Problem("classes", $"They were {Words.List(replay.Split.Classes)}, and are {Words.List(subject.Classes)}.", Cure));
        if (problems.Count == 0 && !replay.IsSplitAs(subject.Split))
            problems.Add(OtherSplit);
        return problems;

        // A class that was changed moves an image of a folder too: such an image is new and gone, not changed.
        IEnumerable<string> Differing(int part) => before.Images.Where(image => now.Images.TryGetValue(image.Key, out var other)
            && Part(image.Value, part) != Part(other, part)).Select(image => image.Key);
    }

    /// <summary>Images that are no longer there.</summary>
    public static IReadOnlyList<Problem> Gone(IEnumerable<string> names) => [.. Named(names, "It is gone since.", Cure)];

    // A run of an older version has names, and one hash of everything.
    private static IReadOnlyList<Problem> Older(Replay replay, RunSubject subject)
    {
        string[] Names(SplitRecord split) => [.. split.Train, .. split.Validation, .. split.Test];
        var (before, now) = (Names(replay.Split), Names(subject.Split));
        List<Problem> problems = [.. Gone(before.Except(now)), .. Named(now.Except(before), "It is new since.", "Take it away.")];
        if (problems.Count > 0 && before.FirstOrDefault(ImageNames.IsOutside) is { } other)
            return [new Problem("images", $"Versions before this one named images outside of their list's folder otherwise: '{other}'.",
                "Names decide order and split: replay the run with the version that made it, or train it again.")];
        if (problems.Count == 0 && replay.Split.Fingerprint != subject.Split.Fingerprint)
            problems.Add(new Problem("images", "Files or classes of some have changed since; a run of this version does not tell of which.", Cure));
        if (problems.Count == 0 && !replay.IsSplitAs(subject.Split))
            problems.Add(OtherSplit);
        return problems;
    }

    private static IEnumerable<Problem> Named(IEnumerable<string> names, string what, string cure)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        foreach (var name in all.Take(MaxNamed)) yield return new Problem(name, what, cure);
        if (all.Length > MaxNamed) yield return new Problem($"{all.Length - MaxNamed} more", what, cure);
    }

    private static string Part(string both, int at) => both.Split(' ') is var parts && at < parts.Length ? parts[at] : "";
}
