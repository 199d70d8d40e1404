using System.Globalization;
using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>How the probe's features are scaled and how an image becomes the network's square, on two sets of images.</summary>
internal sealed class ProbeFolds : IComparison
{
    private const int Draws = 10, CutOutsAClass = 25, Repeats = 5, Things = 12, Looks = 12;
    private static readonly string[] Models = ["efficientnet_lite0", "efficientnet_lite2"];

    public string Name => "probe";

    public string Description => "scaling of features and whole, letterboxed or cropped images for the probe: 5 times 5-fold on samples/photos and on composed things, "
        + "objects of samples/scenes";

    public int Run(string[] arguments)
    {
        Console.WriteLine($"{Measure.Machine()}");
        using var folder = new TemporaryCutOuts();
        foreach (var model in arguments.Length > 0 ? arguments : Models)
        {
            var sets = Compare.Sets(folder).ToDictionary(set => set.Name, set => set.Make);
            Folds(model, "samples/photos", sets["photos"]());
            Objects(model, folder);
            Folds(model, "composed things that fill the image", sets["composed"]());
            Folds(model, "composed things anywhere in a wide image", Wide(folder));
        }
        return 0;
    }

    // Made after whole images had become the default, to see whether what chose them holds elsewhere.
    private static ImageDataset Wide(TemporaryCutOuts folder)
    {
        var place = Path.Combine(folder.Root, "wide");
        if (!Directory.Exists(place)) new ComposedThings(SampleImages.Photos(), 11).Write(place, 0, Things, Looks, isWide: true);
        return DatasetReader.Read(place);
    }

    private static void Folds(string model, string name, ImageDataset dataset)
    {
        var examination = DatasetExamination.Examine(dataset);
        string[] paths = [.. dataset.Samples.Select(sample => sample.Path)];
        int[] labels = [.. dataset.Samples.Select(sample => sample.Label)];
        var groups = Unit.GroupsOf(dataset.Samples, examination);
        string[] units = [.. groups.Index().Select(unit => unit.Item ?? $"{unit.Index}")];
        Console.WriteLine($"\n{model}, {name}: {paths.Length} images, {dataset.Classes.Count} classes, {Repeats} times 5-fold");
        Console.WriteLine("| image | scaling | accuracy | log-loss | more than crop, each feature [95 %, images drawn] |\n| --- | --- | --- | --- | --- |");
        double[]? first = null;
        foreach (var (way, features) in Ways(model, paths))
            foreach (var scaling in Enum.GetValues<FeatureScaling>())
            {
                var (right, loss) = (new double[labels.Length], 0.0);
                for (var repeat = 1; repeat <= Repeats; repeat++)
                {
                    var fold = FoldAssignment.Make(labels, groups, 5, (ulong)repeat);
                    for (var held = 0; held < 5; held++)
                    {
                        int[] train = [.. Enumerable.Range(0, labels.Length).Where(i => fold[i] != held)];
                        int[] test = [.. Enumerable.Range(0, labels.Length).Where(i => fold[i] == held)];
                        var (hits, sum) = Measured(features, labels, train, test, [.. train.Select(i => groups[i])], scaling, (ulong)repeat);
                        foreach (var (at, hit) in hits.Index()) right[test[at]] += hit ? 1.0 / Repeats : 0;
                        loss += sum / Repeats;
                    }
                }
                first ??= right;
                Row(way, scaling, right.Average(), loss / labels.Length, $" {Difference(right, first, units)} |");
            }
    }

    private static void Objects(string model, TemporaryCutOuts folder)
    {
        var (train, test) = (folder.Of("train"), folder.Of("val"));
        string[] classes = [.. train.Select(cut => cut.Label).Distinct().Order(StringComparer.Ordinal)];
        int[] labels = [.. train.Concat(test).Select(cut => Array.IndexOf(classes, cut.Label))];
        Console.WriteLine($"\n{model}, objects cut out of samples/scenes (composed): {Draws} draws of {CutOutsAClass} a class of {train.Count} to learn from, "
            + $"{test.Count} to test, {classes.Length} classes");
        Console.WriteLine("| image | scaling | accuracy | log-loss | more than crop, each feature [95 %, scenes drawn] |\n| --- | --- | --- | --- | --- |");
        int[] held = [.. Enumerable.Range(train.Count, test.Count)];
        double[]? first = null;
        foreach (var (way, features) in Ways(model, [.. train.Concat(test).Select(cut => cut.Path)]))
            foreach (var scaling in Enum.GetValues<FeatureScaling>())
            {
                var (right, loss) = (new double[test.Count], 0.0);
                for (var draw = 1; draw <= Draws; draw++)
                {
                    var drawn = Enumerable.Range(0, train.Count).GroupBy(i => labels[i]).SelectMany(group =>
                    {
                        int[] members = [.. group];
                        SeededRandom.For((ulong)draw, $"cut-outs/{group.Key}").Shuffle<int>(members);
                        return members.Take(CutOutsAClass);
                    }).ToArray();
                    var (hits, sum) = Measured(features, labels, drawn, held, [.. drawn.Select(i => train[i].Scene)], scaling, (ulong)draw);
                    for (var i = 0; i < hits.Length; i++) right[i] += hits[i] ? 1.0 / Draws : 0;
                    loss += sum / Draws;
                }
                first ??= right;
                Row(way, scaling, right.Average(), loss / test.Count, $" {Difference(right, first, [.. test.Select(cut => cut.Scene)])} |");
            }
    }

    // By whole scenes or images with their copies, as they are what was drawn.
    private static string Difference(double[] right, double[] first, IReadOnlyList<string> units)
    {
        var scenes = Enumerable.Range(0, units.Count).GroupBy(i => units[i]).Select(group => group.ToArray()).ToArray();
        var random = SeededRandom.For(1, "scenes");
        var sums = scenes.Select(scene => (Sum: scene.Sum(i => right[i] - first[i]), scene.Length)).ToArray();
        double[] means = [.. Enumerable.Range(0, 2000).Select(_ =>
        {
            var (sum, count) = (0.0, 0);
            for (var k = 0; k < sums.Length; k++)
            {
                var drawn = sums[random.Next(sums.Length)];
                (sum, count) = (sum + drawn.Sum, count + drawn.Length);
            }
            return sum / count;
        }).Order()];
        return string.Create(CultureInfo.InvariantCulture,
            $"{100 * (right.Average() - first.Average()):+0.0;-0.0;0} [{100 * means[50]:+0.0;-0.0;0}, {100 * means[^51]:+0.0;-0.0;0}]");
    }

    private static IEnumerable<(string Way, float[] Features)> Ways(string model, string[] paths)
    {
        var pretrained = Pretrained.Load(model);
        var whole = pretrained.Preprocess with { ResizeShorter = 0 };
        foreach (var (way, preprocess) in new[] { ("centre crop", pretrained.Preprocess), ("whole", whole), ("letterbox", whole with { Letterbox = true }) })
        {
            var graph = FeatureStage.Neck.Of(pretrained.Graph, preprocess.Height, preprocess.Width);
            using var extractor = new FeatureExtractor(graph, pretrained.Parameters, preprocess, new OnnxForwardFactory());
            yield return (way, extractor.Extract(paths));
        }
    }

    private static (bool[] Hits, double Loss) Measured(
        float[] features, int[] labels, int[] train, int[] test, string?[] groups, FeatureScaling scaling, ulong seed)
    {
        var width = features.Length / labels.Length;
        float[] rows = [.. train.SelectMany(i => features.AsSpan(i * width, width).ToArray())];
        var options = new CrossValidationOptions { Seed = seed, Groups = groups, Fit = new() { Scaling = scaling } };
        var fit = LogisticRegression.FitWithCrossValidation(rows, [.. train.Select(i => labels[i])], options).Classifier;
        var (hits, loss) = (new bool[test.Length], 0.0);
        for (var k = 0; k < test.Length; k++)
        {
            double[] logits = [.. fit.Logits(features.AsSpan(test[k] * width, width)).ToArray().Select(value => (double)value)];
            var own = logits[labels[test[k]]];
            hits[k] = own >= logits.Max();
            loss += Softmax.Normalise(logits) - own;
        }
        return (hits, loss);
    }

    private static void Row(string way, FeatureScaling scaling, double accuracy, double loss, string more) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {way} | {scaling} | {accuracy:0.0000} | {loss:0.0000} |{more}"));
}
