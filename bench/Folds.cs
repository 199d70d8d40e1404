using System.Diagnostics;
using System.Globalization;
using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>Repeated cross-validation of strategies on the bundled photographs: the figures of the README.</summary>
internal sealed class Folds : IComparison
{
    public string Name => "folds";

    public string Description => "probe, gradual and scratch on samples/photos, repeated 5-fold: folds [repeats] [epochs] [strategy,...] [model,...] [crop]";

    public int Run(string[] arguments)
    {
        var repeats = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        var epochs = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 4;
        var strategies = arguments.Length > 2 ? arguments[2].Split(',') : ["probe", "gradual", "scratch"];
        var models = arguments.Length > 3 ? arguments[3].Split(',') : ["efficientnet_lite0", "efficientnet_lite2"];
        var photos = Path.Combine(SampleImages.Repository, "samples", "photos");
        var dataset = DatasetReader.Read(photos);
        var examination = DatasetExamination.Examine(dataset);
        Console.WriteLine($"{Measure.Machine()}; {dataset.Samples.Count} photographs, {dataset.Classes.Count} classes, "
            + $"{repeats} times 5-fold, {epochs} epochs");
        Console.WriteLine("| model | strategy | accuracy | lowest and highest repeat | log-loss | seconds per fold |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        var isCropped = arguments.Length > 4 && arguments[4] == "crop";
        using var store = new FeatureCache();
        foreach (var model in models)
            foreach (var strategy in strategies)
                Measured(new Setting(dataset, examination, model, Enum.Parse<Strategy>(strategy, ignoreCase: true), epochs, repeats, isCropped, store));
        return 0;
    }

    private static void Measured(Setting setting)
    {
        List<double> accuracies = [], losses = [], seconds = [];
        for (var repeat = 1; repeat <= setting.Repeats; repeat++)
        {
            var (right, loss, count) = (0.0, 0.0, 0);
            foreach (var fold in StratifiedFolds.Make(setting.Dataset, setting.Examination, 5, (ulong)repeat))
            {
                var watch = Stopwatch.StartNew();
                var report = RunFold(setting, fold, (ulong)repeat);
                seconds.Add(watch.Elapsed.TotalSeconds);
                right += report.Accuracy * report.Count;
                loss += report.LogLoss * report.Count;
                count += report.Count;
            }
            accuracies.Add(right / count);
            losses.Add(loss / count);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {setting.Model} | {setting.Strategy} | {accuracies.Average():0.000} | {accuracies.Min():0.000} to {accuracies.Max():0.000} "
            + $"| {losses.Average():0.000} | {Measure.Median(seconds):0.0} |"));
    }

    // No validation split: nothing is chosen on the fold that is measured.
    private static ClassificationReport RunFold(Setting setting, Fold fold, ulong seed)
    {
        var request = new ClassifyRequest
        {
            Data = setting.Dataset.Root,
            Model = setting.Model,
            Strategy = setting.Strategy,
            Epochs = setting.Epochs,
            Seed = seed,
        };
        var classes = setting.Dataset.Classes.Count;
        var model = setting.Strategy == Strategy.Scratch
            ? Pretrained.Fresh(setting.Model, classes, seed: seed)
            : Pretrained.Load(setting.Model, classes: classes, seed: seed);
        var task = new FitTask
        {
            Request = request,
            Model = setting.IsCropped ? model : model.OnWholeImages(),
            Train = fold.Train,
            Groups = Unit.GroupsOf(fold.Train, setting.Examination),
            Classes = classes,
            Hashes = setting.Examination.Facts.ToDictionary(facts => facts.Name, facts => facts.Sha256),
            Engine = new OnnxForwardFactory(),
            Store = setting.Store,
        };
        var fit = ClassifierFit.Run(task);
        var scores = ClassifierFit.Scores(task, fit, fold.Validation);
        int[] labels = [.. fold.Validation.Select(sample => sample.Label)];
        return ClassificationMetrics.Evaluate(scores, labels, setting.Dataset.Classes, new EvaluationOptions { Resamples = 0 });
    }

    private sealed record Setting(ImageDataset Dataset, Examination Examination, string Model, Strategy Strategy, int Epochs, int Repeats,
        bool IsCropped, FeatureCache Store);
}
