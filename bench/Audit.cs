using System.Globalization;
using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>Labels of the bundled photographs are flipped, and the audit is asked which.</summary>
internal sealed class Audit : IComparison
{
    private const int Seeds = 20;

    public string Name => "audit";

    public string Description => "average precision of the audit's ranking of 5, 10 and 20 % flipped labels of samples/photos, beside plain loss, 20 seeds";

    public int Run(string[] arguments)
    {
        var dataset = DatasetReader.Read(Path.Combine(SampleImages.Repository, "samples", "photos"));
        var groups = Unit.GroupsOf(dataset.Samples, DatasetExamination.Examine(dataset));
        int[] labels = [.. dataset.Samples.Select(sample => sample.Label)];
        Console.WriteLine(Measure.Machine());
        Console.WriteLine("| network | flipped | average precision | by plain loss | more than that [95 %, seeds] | sure | of them flipped | of those flipped sure |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var model in arguments.Length > 0 ? arguments : ["efficientnet_lite0", "efficientnet_lite2"])
        {
            using var extractor = new FeatureExtractor(Pretrained.Load(model).OnWholeImages(), new OnnxForwardFactory());
            var features = extractor.Extract([.. dataset.Samples.Select(sample => sample.Path)]);
            Row(model, 0, [Once(features, labels, [], groups, 1)]);
            foreach (var share in new[] { 5, 10, 20 })
                Row(model, share, [.. Enumerable.Range(1, Seeds).Select(seed =>
                {
                    var (noisy, flipped) = Flip(labels, dataset.Classes.Count, share, (ulong)seed);
                    return Once(features, noisy, flipped, groups, (ulong)seed);
                })]);
        }
        return 0;
    }

    private static Trial Once(float[] features, int[] labels, HashSet<int> flipped, IReadOnlyList<string?> groups, ulong seed)
    {
        var result = new LabelAudit(features, labels, groups, new() { Seed = seed }).Run();
        var plain = Enumerable.Range(0, labels.Length).OrderBy(i => result.First[i * result.Classes + labels[i]]);
        var sure = result.Doubts.Where(doubt => doubt.IsSure).ToList();
        return new(Precision([.. result.Doubts.Select(doubt => doubt.Index)], flipped), Precision([.. plain], flipped), sure.Count,
            sure.Count(doubt => flipped.Contains(doubt.Index)), flipped.Count, labels.Length);
    }

    private static (int[] Labels, HashSet<int> Flipped) Flip(int[] labels, int classes, int share, ulong seed)
    {
        var random = SeededRandom.For(seed, $"flip/{share}");
        var order = Enumerable.Range(0, labels.Length).ToArray();
        random.Shuffle<int>(order);
        HashSet<int> flipped = [.. order.Take((int)Math.Round(labels.Length * share / 100.0))];
        return ([.. labels.Index().Select(pair => flipped.Contains(pair.Index) ? (pair.Item + 1 + random.Next(classes - 1)) % classes : pair.Item)], flipped);
    }

    private static double Precision(int[] ranking, HashSet<int> flipped)
    {
        var (sum, hits) = (0.0, 0);
        foreach (var (place, index) in ranking.Index())
            if (flipped.Contains(index)) sum += (double)++hits / (place + 1);
        return flipped.Count == 0 ? double.NaN : sum / flipped.Count;
    }

    private static void Row(string model, int share, IReadOnlyList<Trial> trials)
    {
        double[] more = [.. trials.Select(trial => trial.Own - trial.Plain)];
        var spread = trials.Count > 1 ? 2.09 * Math.Sqrt(more.Sum(value => Math.Pow(value - more.Average(), 2)) / (more.Length - 1) / more.Length) : 0; // t, 19
        var sure = trials.Sum(trial => trial.Sure);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {model} | {share} % | {trials.Average(trial => trial.Own):0.000} | {trials.Average(trial => trial.Plain):0.000} "
            + $"| {more.Average():+0.000;-0.000} [{more.Average() - spread:0.000}, {more.Average() + spread:0.000}] "
            + $"| {100.0 * sure / trials.Sum(trial => trial.Images):0.0} % | {100.0 * trials.Sum(trial => trial.Right) / Math.Max(1, sure):0} % "
            + $"| {100.0 * trials.Sum(trial => trial.Right) / Math.Max(1, trials.Sum(trial => trial.Flipped)):0} % |"));
    }

    private sealed record Trial(double Own, double Plain, int Sure, int Right, int Flipped, int Images);
}
