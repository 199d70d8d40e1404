using System.Globalization;
using Graft.Data;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>
/// What `graft compare` chooses on two thirds of a set, beside what was best on the third that it never saw; and what it promised.
/// </summary>
internal sealed class Compare : IComparison
{
    private const int Few = 30, Things = 12, Looks = 12;

    public string Name => "compare";

    public string Description => "the choice of graft compare on a side that it never saw, four sets: compare [seeds] [strategy,...] [size,...] [set,...]";

    public int Run(string[] arguments)
    {
        var seeds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20;
        List<Strategy> strategies = arguments.Length > 1
            ? [.. arguments[1].Split(',').Select(word => Enum.Parse<Strategy>(word, ignoreCase: true))] : [Strategy.Probe];
        int?[] sizes = arguments.Length > 2
            ? [.. arguments[2].Split(',').Select(word => (int?)int.Parse(word, CultureInfo.InvariantCulture))] : [null, 160, 192, 288];
        string[] models = ["efficientnet_lite0", "efficientnet_lite2"];
        CompareCandidate[] candidates = [.. models.SelectMany(model =>
            strategies.SelectMany(strategy => sizes.Select(size => new CompareCandidate(model, strategy, size))))];
        Console.WriteLine($"{Measure.Machine()}; {candidates.Length} candidates: {string.Join("; ", candidates.Select(candidate => candidate.Name))}");
        Console.WriteLine("| set | images | seeds | within one image of the best there | by lowest loss | always the one that is best on average | chosen there "
            + "| best there | promised less reached [95 %, seeds] | time of all |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var asked = arguments.Length > 3 ? arguments[3].Split(',') : null;
        using var folder = new TemporaryCutOuts();
        foreach (var (name, make) in Sets(folder))
            if (asked is null || asked.Contains(name)) Row(name, make(), candidates, seeds);
        return 0;
    }

    /// <summary>The sets by name: photographs, thirty of them, objects cut out of scenes, composed things.</summary>
    internal static IEnumerable<(string Name, Func<ImageDataset> Make)> Sets(TemporaryCutOuts folder)
    {
        var photos = Path.Combine(SampleImages.Repository, "samples", "photos");
        yield return ("photos", () => DatasetReader.Read(photos));
        yield return ("photos30", () =>
        {
            var all = DatasetReader.Read(photos);
            return all with { Samples = [.. all.Samples.GroupBy(sample => sample.Label).SelectMany(own => own.Take((Few + 3) / 4)).Take(Few)] };
        }
        );
        yield return ("cutouts", () =>
        {
            var list = Path.Combine(folder.Root, "list.csv");
            File.WriteAllLines(list, folder.Of("train").Concat(folder.Of("val")).Select(cut => $"{Path.GetFileName(cut.Path)},{cut.Label},{cut.Scene}")
                .Prepend("file,label,group"));
            return DatasetReader.Read(list);
        }
        );
        yield return ("composed", () =>
        {
            var place = Path.Combine(folder.Root, "things");
            new ComposedThings(Directory.GetFiles(photos, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal), 7).Write(place, 0, Things, Looks);
            return DatasetReader.Read(place);
        }
        );
    }

    private static void Row(string name, ImageDataset dataset, CompareCandidate[] candidates, int seeds)
    {
        var examination = DatasetExamination.Examine(dataset);
        var (good, chosen, best, images) = (0, 0, 0, 0);
        var (byLoss, there) = (0, new List<Dictionary<CompareCandidate, int>>());
        var (optimism, shares) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= seeds; seed++)
        {
            var training = new ClassifyRequest(dataset.Root) { Seed = (ulong)seed, Epochs = 3 };
            var side = StratifiedFolds.Make(dataset, examination, 3, training.Seed)[0];
            CompareResult result;
            using (var trials = new FoldTrials(training, dataset with { Samples = [.. side.Train] }, examination, 5, 3, null))
                result = CandidateComparison.Run(new CompareRequest { Training = training, MeasuresMore = false }, trials, candidates, [], null, default);
            using var outer = new FoldTrials(training, dataset, examination, 3, 1, null);
            var reached = candidates.ToDictionary(candidate => candidate, candidate => ((FoldTrial)outer.Run(candidate, 0, default)).RightCount);
            var own = reached[result.Best.Candidate];
            there.Add(reached);
            byLoss += reached[result.Rows.Where(row => row.Trials == row.Of).MinBy(row => row.Loss)!.Candidate] >= reached.Values.Max() - 1 ? 1 : 0;
            good += own >= reached.Values.Max() - 1 ? 1 : 0;
            (chosen, best, images) = (chosen + own, best + reached.Values.Max(), images + side.Validation.Count);
            optimism.Add(result.Headline!.Value!.Value - own / (double)side.Validation.Count);
            if (result.SecondsOfAll is { } all) shares.Add(result.Rows.Sum(row => row.TrainingSeconds * row.Trials ?? 0) / all);
        }
        var promised = CorrectedResampledT.Of(optimism, 0); // seeds, of which each has its own images
        // What no choice from less data could beat: known only afterwards.
        var average = candidates.MaxBy(candidate => there.Sum(reached => reached[candidate]))!;
        var always = there.Count(reached => reached[average] >= reached.Values.Max() - 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {dataset.Samples.Count} | {seeds} | {good} | {byLoss} | {always} | {100.0 * chosen / images:0.0} % | {100.0 * best / images:0.0} % "
            + $"| {100 * promised.Mean:+0.0;-0.0} [{100 * promised.Interval?.Low:0.0}, {100 * promised.Interval?.High:0.0}] "
            + $"| {(shares.Count > 0 ? shares.Average() : 1):0.00} |"));
    }
}
