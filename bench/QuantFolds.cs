using System.Globalization;
using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>
/// What 8 bits cost the probe, and what fitting it on features of 8 bits gives back: five times five folds of the bundled photographs, the same folds and
/// images for all. The ranges of a fold are from its training images alone.
/// </summary>
internal sealed class QuantFolds : IComparison
{
    private const int Repeats = 5, Folds = 5, Resamples = 2000;

    public string Name => "quant-folds";

    public string Description => "the probe in 32 bits, applied to and fitted on features of 8 bits, 5 times 5-fold on samples/photos: quant-folds [MODEL...]";

    public int Run(string[] arguments)
    {
        var dataset = DatasetReader.Read(Path.Combine(SampleImages.Repository, "samples", "photos"));
        var groups = Unit.GroupsOf(dataset.Samples, DatasetExamination.Examine(dataset));
        Console.WriteLine($"{Measure.Machine()}; {dataset.Samples.Count} photographs, {dataset.Classes.Count} classes, {Repeats} times {Folds}-fold");
        Console.WriteLine("| network | probe | accuracy | log-loss | points more than in 32 bits [95 %, images drawn] |\n| --- | --- | --- | --- | --- |");
        foreach (var model in arguments.Length > 0 ? arguments : ["efficientnet_lite0"]) Of(model, dataset, groups);
        return 0;
    }

    private static void Of(string name, ImageDataset dataset, IReadOnlyList<string?> groups)
    {
        var model = Pretrained.Load(name).OnWholeImages();
        string[] paths = [.. dataset.Samples.Select(sample => sample.Path)];
        int[] labels = [.. dataset.Samples.Select(sample => sample.Label)];
        using var single = new FeatureExtractor(model, new OnnxForwardFactory());
        var features = single.Extract(paths);
        Tally[] tallies = [new("32 bits", paths.Length), new("fitted on 32 bits, applied to 8", paths.Length), new("fitted on 8 bits", paths.Length)];
        for (var repeat = 1; repeat <= Repeats; repeat++)
        {
            var fold = FoldAssignment.Make(labels, groups, Folds, (ulong)repeat);
            for (var held = 0; held < Folds; held++)
            {
                int[] train = [.. Enumerable.Range(0, labels.Length).Where(i => fold[i] != held)];
                int[] test = [.. Enumerable.Range(0, labels.Length).Where(i => fold[i] == held)];
                using var extractor = new FeatureExtractor(model, new OnnxForwardFactory());
                extractor.Quantise([.. train.Select(i => paths[i])], null, default);
                var quantised = extractor.Extract(paths);
                var (plain, own) = (Fitted(features), Fitted(quantised));
                tallies[0].Count(plain, features, labels, test);
                tallies[1].Count(plain, quantised, labels, test);
                tallies[2].Count(own, quantised, labels, test);

                LinearClassifier Fitted(float[] values) => ProbeFit.Solve(RowsOf(values, train, paths.Length), [.. train.Select(i => labels[i])],
                    [.. train.Select(i => groups[i])], dataset.Classes.Count, new ClassifyRequest("") { Seed = (ulong)repeat }).Classifier;
            }
        }
        foreach (var tally in tallies) Console.WriteLine($"| {name} {tally.Row(tallies[0])}");
    }

    private static float[] RowsOf(float[] values, int[] images, int count)
    {
        var width = values.Length / count;
        return [.. images.SelectMany(i => values.AsSpan(i * width, width).ToArray())];
    }

    private sealed class Tally(string way, int images)
    {
        private readonly double[] _right = new double[images];
        private double _loss;

        public void Count(LinearClassifier classifier, float[] features, int[] labels, int[] test)
        {
            var width = features.Length / labels.Length;
            foreach (var image in test)
            {
                double[] logits = [.. classifier.Logits(features.AsSpan(image * width, width)).ToArray().Select(value => (double)value)];
                var own = logits[labels[image]];
                _right[image] += own >= logits.Max() ? 1.0 / Repeats : 0;
                _loss += Softmax.Normalise(logits) - own;
            }
        }

        public string Row(Tally other)
        {
            var random = SeededRandom.For(1, "images");
            double[] means = [.. Enumerable.Range(0, Resamples).Select(_ => Enumerable.Range(0, images).Average(_ =>
            {
                var drawn = random.Next(images);
                return _right[drawn] - other._right[drawn];
            })).Order()];
            var (low, high, more) = (means[Resamples / 40], means[^(Resamples / 40)], _right.Average() - other._right.Average());
            return string.Create(CultureInfo.InvariantCulture, $"| {way} | {_right.Average():0.0000} | {_loss / images / Repeats:0.0000} "
                + $"| {100 * more:+0.00;-0.00;0} [{100 * low:+0.00;-0.00;0}, {100 * high:+0.00;-0.00;0}] |");
        }
    }
}
