using System.Globalization;
using Graft.Data;

namespace Graft.Bench;

/// <summary>Whether training in steps gives more than the probe on small sets: what the default strategy of a classifier rests on.</summary>
internal sealed class DefaultStrategy : IComparison
{
    public string Name => "default-strategy";

    public string Description => "gradual beside the probe on the same folds of four sets: default-strategy [repeats] [set,...] [model]";

    public int Run(string[] arguments)
    {
        var repeats = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        var asked = arguments.Length > 1 ? arguments[1].Split(',') : null;
        var model = arguments.Length > 2 ? arguments[2] : Pretrained.DefaultModel;
        Console.WriteLine($"{Measure.Machine()}; {model}, {repeats} times 5-fold, 10 epochs");
        Console.WriteLine("| set | images | probe | log-loss | gradual | log-loss | gradual less probe, points [95 %] | seconds, probe | gradual |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        using var folder = new TemporaryCutOuts();
        foreach (var (name, make) in Compare.Sets(folder))
            if (asked is null || asked.Contains(name)) Row(name, make(), model, repeats);
        return 0;
    }

    private static void Row(string name, ImageDataset dataset, string model, int repeats)
    {
        using var trials = new FoldTrials(new ClassifyRequest(dataset.Root), dataset, DatasetExamination.Examine(dataset), 5, repeats, null);
        var (probe, gradual) = (Of(Strategy.Probe), Of(Strategy.Gradual));
        var (first, second, gap) = (trials.Judge(probe), trials.Judge(gradual), trials.Compare(gradual, probe));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {dataset.Samples.Count} | {100 * first.Metric.Value:0.0} % | {first.Loss:0.000} | {100 * second.Metric.Value:0.0} % | {second.Loss:0.000} "
            + $"| {100 * gap.Value:+0.0;-0.0;0.0} [{100 * gap.Interval!.Low:+0.0;-0.0;0.0}, {100 * gap.Interval.High:+0.0;-0.0;0.0}] "
            + $"| {Measure.Median([.. probe.Select(trial => trial.Seconds)]):0.0} | {Measure.Median([.. gradual.Select(trial => trial.Seconds)]):0.0} |"));

        IReadOnlyList<Trial> Of(Strategy strategy) =>
            [.. Enumerable.Range(0, trials.Rungs[^1]).Select(index => trials.Run(new CompareCandidate(model, strategy, null), index, default))];
    }
}
