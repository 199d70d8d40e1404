using System.Globalization;
using Graft.Artifacts;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>Each class is left out in turn: are its images told from those of the others?</summary>
internal static class AbstainUnlike
{
    private const int Seeds = 5, MaxClasses = 5;

    public static void Show(string model, AbstainSet set)
    {
        Console.WriteLine($"\n{model}, {set.Name}: each of {Math.Min(set.Classes, MaxClasses)} classes left out, {Seeds} splits of the others\n");
        Console.WriteLine("| way | AUROC | lowest of a class | seen images called unlike | unseen ones |\n| --- | --- | --- | --- | --- |");
        var trials = new List<Trial>();
        for (var outside = 0; outside < Math.Min(set.Classes, MaxClasses); outside++)
            for (ulong seed = 1; seed <= Seeds; seed++)
                trials.AddRange(Left(set, outside, seed));
        foreach (var way in trials.GroupBy(trial => trial.Way))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {way.Key} | {way.Average(trial => trial.Area):0.000} | {way.GroupBy(trial => trial.Class).Min(own => own.Average(trial => trial.Area)):0.000} "
                + $"| {100 * way.Average(trial => trial.Seen):0.0} % | {100 * way.Average(trial => trial.Unseen):0} % |"));
    }

    private static IEnumerable<Trial> Left(AbstainSet set, int outside, ulong seed)
    {
        int[] seen = [.. Enumerable.Range(0, set.Labels.Length).Where(i => set.Labels[i] != outside)];
        int[] unseen = [.. Enumerable.Range(0, set.Labels.Length).Where(i => set.Labels[i] == outside)];
        int[] own = [.. seen.Select(i => set.Labels[i] - (set.Labels[i] > outside ? 1 : 0))];
        var fold = FoldAssignment.Make(own, [.. seen.Select(i => set.Groups[i])], 3, seed);
        int[] train = [.. seen.Where((_, at) => fold[at] != 0)], test = [.. seen.Where((_, at) => fold[at] == 0)];
        foreach (var (way, score) in Ways(set, train, seed))
        {
            double[] inside = [.. test.Select(i => score(i, false))], others = [.. unseen.Select(i => score(i, false))];
            var limit = ConformalQuantile.Of([.. train.Select(i => score(i, true)).Where(double.IsFinite)], AbstentionData.UnlikeShare);
            var area = others.Sum(far => inside.Sum(near => far > near ? 1 : far == near ? 0.5 : 0)) / others.Length / inside.Length;
            yield return new(way, outside, area, Share(inside, limit), Share(others, limit));
        }
    }

    private static double Share(double[] values, double? limit) => values.Count(value => value > limit) / (double)values.Length;

    // What is said of an image, and of one of the training as if it were new.
    private static IEnumerable<(string Way, Func<int, bool, double> Score)> Ways(AbstainSet set, int[] train, ulong seed)
    {
        var (dimensions, packed) = NearestTrained.Pack([.. train.Select(i => set.Rows[i])]);
        var nearest = new NearestTrained(set.Rows[0].Length, dimensions, packed);
        bool IsOwn(int row, int i) => train[row] == i || set.Groups[i] is { } group && set.Groups[train[row]] == group;
        yield return ($"nearest training image, {dimensions} numbers of 8 bits (chosen)",
            (i, isOfTraining) => nearest.Distance(set.Rows[i], isOfTraining ? row => IsOwn(row, i) : null));

        int[] present = [.. train.Select(i => set.Labels[i]).Distinct().Order()], labels = [.. train.Select(i => Array.IndexOf(present, set.Labels[i]))];
        var options = new CrossValidationOptions { Seed = seed, Groups = [.. train.Select(i => set.Groups[i])] };
        var fit = LogisticRegression.FitWithCrossValidation([.. train.SelectMany(i => set.Rows[i])], labels, options);
        var held = Softmax.Apply(fit.HeldOutLogits, present.Length);
        yield return ("1 - confidence of the probe", (i, isOfTraining) => 1 - (isOfTraining
            ? held.AsSpan(Array.IndexOf(train, i) * present.Length, present.Length).ToArray()
            : Softmax.Apply(fit.Classifier.Logits(set.Rows[i]).ToArray(), present.Length)).Max());

        var means = new AbstainMahalanobis(set, train, seed);
        yield return ("Mahalanobis distance to the nearest class, shrunk", means.Score);
    }

    private sealed record Trial(string Way, int Class, double Area, double Seen, double Unseen);
}
