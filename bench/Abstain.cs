using System.Globalization;
using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>Whether a probe that abstains keeps the error rate that was asked for, and whether it tells images of classes that it never saw.</summary>
internal sealed class Abstain : IComparison
{
    private const int Splits = 100, Things = 20, Looks = 20;
    private static readonly double[] Rates = [0.02, 0.05, 0.1];

    public string Name => "abstain";

    public string Description => "error rates of an abstaining probe on 100 splits of samples/photos, composed things and objects of samples/scenes; classes that it never saw";

    public int Run(string[] arguments)
    {
        Console.WriteLine(Measure.Machine());
        AbstainTruth.Show();
        using var folder = new TemporaryCutOuts();
        var things = Composed();
        foreach (var model in arguments.Length > 0 ? arguments : ["efficientnet_lite0", "efficientnet_lite2"])
        {
            var dataset = DatasetReader.Read(Path.Combine(SampleImages.Repository, "samples", "photos"));
            var groups = Unit.GroupsOf(dataset.Samples, DatasetExamination.Examine(dataset));
            using var extractor = new FeatureExtractor(Pretrained.Load(model).OnWholeImages(), new OnnxForwardFactory());
            var photos = AbstainSet.Of("photographs", extractor.Extract([.. dataset.Samples.Select(sample => sample.Path)]),
                [.. dataset.Samples.Select(sample => sample.Label)], groups);
            IReadOnlyList<CutOutFile> files = [.. folder.Of("train"), .. folder.Of("val")];
            string[] classes = [.. files.Select(cut => cut.Label).Distinct().Order(StringComparer.Ordinal)];
            var cutOuts = AbstainSet.Of("objects of scenes", extractor.Extract([.. files.Select(cut => cut.Path)]),
                [.. files.Select(cut => Array.IndexOf(classes, cut.Label))], [.. files.Select(cut => cut.Scene)]);
            var composed = AbstainSet.Of("composed things", extractor.Extract([.. things.Select(thing => thing.Path)]), [.. things.Select(thing => thing.Label)],
                new string?[things.Count]);
            foreach (var set in new[] { photos, composed, cutOuts })
            {
                Errors(model, set);
                AbstainUnlike.Show(model, set);
            }
        }
        return 0;
    }

    // Each image is drawn anew, so that all are independent.
    private static List<(string Path, int Label)> Composed()
    {
        var folder = Directory.CreateTempSubdirectory("graft-things-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        new ComposedThings(Directory.GetFiles(Path.Combine(SampleImages.Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories).Order(), 1)
            .Write(folder, 0, Things, Looks);
        return [.. Directory.GetDirectories(folder).Order().Index().SelectMany(own => Directory.GetFiles(own.Item).Order().Select(path => (path, own.Index)))];
    }

    private static void Errors(string model, AbstainSet set)
    {
        Console.WriteLine($"\n{model}, {set.Name}: {set.Labels.Length} images, {set.Classes} classes, {Splits} splits, two thirds to learn from\n");
        Console.WriteLine("| asked for | thresholds | kept in so many splits | errors of all answers | answered | splits that were refused |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        var fits = Enumerable.Range(1, Splits).Select(seed => Fit(set, (ulong)seed)).ToList();
        foreach (var rate in Rates)
            foreach (var way in new[] { "exact", "in expectation" })
            {
                var (kept, wrong, answered, images, refused, asked) = (0, 0, 0, 0, 0, 0);
                foreach (var (held, test) in fits)
                {
                    float Threshold(HeldOutAnswer answer) => way == "exact"
                        ? new ClassThresholds(held, set.Classes, rate).Of(answer.Label) : AbstainTruth.InExpectation(held, rate) ?? float.PositiveInfinity;
                    if (way == "exact" ? RiskControl.Choose(held, rate).Confidence is null : AbstainTruth.InExpectation(held, rate) is null)
                    {
                        refused++;
                        continue;
                    }
                    var thresholds = Enumerable.Range(0, set.Classes).Select(label => Threshold(new(0, label, true))).ToArray();
                    HeldOutAnswer[] given = [.. test.Where(answer => answer.Confidence >= thresholds[answer.Label])];
                    var errors = given.Count(answer => !answer.IsRight);
                    asked++;
                    if (given.Length == 0 || ConfidenceInterval.Exact(errors, given.Length).Low <= rate) kept++;
                    (wrong, answered, images) = (wrong + errors, answered + given.Length, images + test.Length);
                }
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {100 * rate:0} % | {way} | {(asked == 0 ? "" : $"{kept} of {asked}")} | {(answered == 0 ? "" : $"{100.0 * wrong / answered:0.00} %")} "
                    + $"| {(images == 0 ? "" : $"{100.0 * answered / images:0} %")} | {refused} |"));
            }
    }

    // As a run fits its probe: the penalty and the temperature by the folds, whose answers are the held-out ones.
    private static (HeldOutAnswer[] Held, HeldOutAnswer[] Test) Fit(AbstainSet set, ulong seed)
    {
        var fold = FoldAssignment.Make(set.Labels, set.Groups, 3, seed);
        int[] train = [.. Enumerable.Range(0, set.Labels.Length).Where(i => fold[i] != 0)];
        int[] test = [.. Enumerable.Range(0, set.Labels.Length).Where(i => fold[i] == 0)];
        int[] labels = [.. train.Select(i => set.Labels[i])];
        string?[] groups = [.. train.Select(i => set.Groups[i])];
        var options = new CrossValidationOptions { Seed = seed, Groups = groups, Fit = new() { Classes = set.Classes } };
        var fit = LogisticRegression.FitWithCrossValidation([.. train.SelectMany(i => set.Rows[i])], labels, options);
        var temperature = TemperatureScaling.Fit(fit.HeldOutLogits, labels, TemperatureScaling.PriorDeviation).Temperature;
        var held = Answers(fit.HeldOutLogits, labels, set.Classes, temperature);
        var answers = Answers([.. test.SelectMany(i => fit.Classifier.Logits(set.Rows[i]).ToArray())], [.. test.Select(i => set.Labels[i])], set.Classes,
            temperature);
        return (One(held, groups, seed), One(answers, [.. test.Select(i => set.Groups[i])], seed));
    }

    private static HeldOutAnswer[] Answers(float[] logits, int[] labels, int classes, double temperature)
    {
        var scores = Softmax.Apply(logits, classes, temperature);
        return [.. labels.Select((own, row) =>
        {
            var image = MeasuredImage.Of(own, scores.AsSpan(row * classes, classes), null);
            return new HeldOutAnswer(image.Confidence, image.Predicted, image.IsRight);
        })];
    }

    private static HeldOutAnswer[] One(HeldOutAnswer[] answers, IReadOnlyList<string?> groups, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, answers.Length)];
        SeededRandom.For(seed, "one of each").Shuffle<int>(order);
        HashSet<string> seen = [];
        return [.. order.Where(at => groups[at] is not { } group || seen.Add(group)).Select(at => answers[at])];
    }
}

/// <summary>Features of a set of images.</summary>
internal sealed record AbstainSet(string Name, float[][] Rows, int[] Labels, IReadOnlyList<string?> Groups)
{
    public int Classes => Labels.Max() + 1;

    public static AbstainSet Of(string name, float[] features, int[] labels, IReadOnlyList<string?> groups)
    {
        var width = features.Length / labels.Length;
        return new(name, [.. Enumerable.Range(0, labels.Length).Select(i => features.AsSpan(i * width, width).ToArray())], labels, groups);
    }
}
