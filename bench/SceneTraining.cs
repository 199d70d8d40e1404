using System.Diagnostics;
using System.Globalization;
using Graft.Data;
using Graft.Training;

namespace Graft.Bench;

/// <summary>Average precision of a default network on annotated scenes against time: what the comparisons of detection and of instances share.</summary>
internal abstract class SceneTraining : IComparison
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>The default values of the task.</summary>
    protected abstract DetectRequest Request(string data);

    /// <summary>What the table shows of each epoch.</summary>
    protected abstract IReadOnlyList<string> Metrics { get; }

    public int Run(string[] arguments)
    {
        var options = arguments
            .Where(argument => argument.Contains('='))
            .Select(argument => argument.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var minutes = arguments.Length > 0 && double.TryParse(arguments[0], CultureInfo.InvariantCulture, out var given) ? given : 20;
        var scenes = arguments.FirstOrDefault(Directory.Exists) ?? Environment.GetEnvironmentVariable("SCENES") ?? Path.Combine("samples", "scenes");
        string[] strategies = arguments.Contains("scratch") ? ["scratch"] : arguments.Contains("transfer") ? ["transfer"] : ["transfer", "scratch"];
        var dataset = ObjectDatasetExamination.Examine(ObjectReader.Read(scenes)).Usable();
        var split = ObjectSplit.Make(dataset, null, 0.2, 1);
        Console.WriteLine($"{split.Train.Count} images to learn from, {split.Validation.Count} to validate with, {minutes:0.#} minutes each");
        foreach (var strategy in strategies) One(strategy, minutes, dataset, split, options);
        return 0;
    }

    private void One(string strategy, double minutes, ObjectDataset dataset, Split<ObjectSample> split, Dictionary<string, string> options)
    {
        var isScratch = strategy == "scratch";
        var request = Request(dataset.Root) with { Strategy = isScratch ? Strategy.Scratch : Strategy.Partial };
        foreach (var (name, value) in options)
            request = name switch
            {
                "epochs" => request with { Epochs = int.Parse(value, CultureInfo.InvariantCulture) }, // instead of as many as fit into the time
                "freeze" when isScratch => request,
                "freeze" when value == "none" => request with { Strategy = Strategy.Full },
                "freeze" => request with { Freeze = value },
                "decay" => request with { LayerDecay = double.Parse(value, CultureInfo.InvariantCulture) },
                "lr" => request with { LearningRate = double.Parse(value, CultureInfo.InvariantCulture) },
                "seed" => request with { Seed = ulong.Parse(value, CultureInfo.InvariantCulture) },
                _ => throw new GraftException($"The bench knows no option '{name}'."),
            };
        var model = isScratch ? DetectionModel.Fresh(request.Model, dataset.Classes.Count) : DetectionModel.Load(request.Model, null, dataset.Classes.Count);
        if (!options.ContainsKey("epochs"))
            request = request with
            {
                Epochs = EpochsInTime.Of(minutes, split.Train.Count, request.Batch, images =>
                {
                    var part = split with { Train = [.. split.Train.Take(images)], Validation = [] };
                    new Trainer().Train(DetectorFit.JobOf(request with { Epochs = 1 }, model, dataset.Classes, part));
                }),
            };
        var watch = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        Console.WriteLine($"\n{strategy}, {request.Epochs} epochs\n\n"
            + $"| minutes | processor minutes | resident MB | epoch | loss | val loss | {string.Join(" | ", Metrics)} |\n"
            + $"| --- | --- | --- | --- | --- | --- |{string.Concat(Metrics.Select(_ => " --- |"))}");
        new Trainer().Train(DetectorFit.JobOf(request, model, dataset.Classes, split), new Table(watch, Metrics), limit.Token);
    }

    private sealed class Table(Stopwatch watch, IReadOnlyList<string> metrics) : ITrainingObserver
    {
        public void PhaseStarted(PhaseSummary phase) => Console.WriteLine($"<!-- {phase.TrainedParameters} parameters, {phase.TotalSteps} steps -->");

        public void StepTaken(StepResult step)
        {
            if (Environment.GetEnvironmentVariable("STEPS") is not null)
                Console.WriteLine($"<!-- {watch.Elapsed.TotalSeconds:0.0} s, step {step.Step}: {step.Loss:0.000} -->");
        }

        public void EpochEnded(EpochResult epoch)
        {
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(
                $"| {watch.Elapsed.TotalMinutes:0.0} | {process.TotalProcessorTime.TotalMinutes:0.0} | {process.WorkingSet64 / 1e6:0} "
                + $"| {epoch.Epoch} | {epoch.TrainLoss:0.000} | {epoch.Validation?.Loss:0.000} "
                + $"|{string.Concat(metrics.Select(metric => $" {epoch.Validation?[metric]:0.000} |"))}");
        }

        public void Noted(string text, bool isWarning) => Console.WriteLine($"<!-- {text} -->");
    }
}
