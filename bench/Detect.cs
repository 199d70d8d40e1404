using System.Diagnostics;
using Graft.Data;
using Graft.Training;

namespace Graft.Bench;

/// <summary>Average precision of the default detector against time, on a folder of annotated scenes.</summary>
internal sealed class Detect : IComparison
{
    public string Name => "detect";

    public string Description => "detect [MINUTES] [scratch|transfer] [SCENES]: average precision of the default detector after each epoch";

    public int Run(string[] arguments)
    {
        var minutes = arguments.Length > 0 && double.TryParse(arguments[0], out var given) ? given : 20;
        var scenes = arguments.FirstOrDefault(Directory.Exists) ?? Environment.GetEnvironmentVariable("SCENES") ?? Path.Combine("samples", "scenes");
        string[] strategies = arguments.Contains("scratch") ? ["scratch"] : arguments.Contains("transfer") ? ["transfer"] : ["transfer", "scratch"];
        var dataset = ObjectDatasetExamination.Examine(ObjectReader.Read(scenes)).Usable();
        var split = ObjectSplit.Make(dataset, null, 0.2, 1);
        Console.WriteLine($"{split.Train.Count} pictures to learn from, {split.Validation.Count} to validate with, {minutes:0.#} minutes each");
        foreach (var strategy in strategies) One(strategy, minutes, dataset, split);
        return 0;
    }

    private static void One(string strategy, double minutes, ObjectDataset dataset, ObjectSplit split)
    {
        var isScratch = strategy == "scratch";
        var request = new DetectRequest { Data = dataset.Root, Strategy = isScratch ? TransferStrategy.Scratch : TransferStrategy.Full, Epochs = EpochsIn(minutes) };
        var model = isScratch ? DetectionModel.Fresh(request.Model, dataset.Classes.Count) : DetectionModel.Load(request.Model, null, dataset.Classes.Count);
        var watch = Stopwatch.StartNew();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(minutes));
        Console.WriteLine($"\n{strategy}\n\n| minutes | epoch | loss | val loss | AP50 | AP |\n| --- | --- | --- | --- | --- | --- |");
        DetectorFit.Run(request, model, dataset.Classes, split, new Table(watch), limit.Token);
    }

    // An epoch of 240 pictures takes about 40 seconds on two cores; the schedule should end with the time.
    private static int EpochsIn(double minutes) => Math.Max(1, (int)(minutes * 60 / (Environment.GetEnvironmentVariable("EPOCH_SECONDS") is { } seconds ? double.Parse(seconds) : 40)));

    private sealed class Table(Stopwatch watch) : ITrainingObserver
    {
        public void PhaseStarted(PhaseFacts phase) => Console.WriteLine($"<!-- {phase.TrainedParameters} parameters, {phase.TotalSteps} steps -->");

        public void FeaturesComputed(int done, int total) { }

        public void StepTaken(StepFacts step)
        {
            if (Environment.GetEnvironmentVariable("STEPS") is not null) Console.WriteLine($"<!-- {watch.Elapsed.TotalSeconds:0.0} s, step {step.Step}: {step.Loss:0.000} -->");
        }

        public void EpochEnded(EpochFacts epoch) => Console.WriteLine(
            $"| {watch.Elapsed.TotalMinutes:0.0} | {epoch.Epoch} | {epoch.TrainLoss:0.000} | {epoch.Validation?.Loss:0.000} | {epoch.Validation?[DetectionTask.AP50]:0.000} | {epoch.Validation?[DetectionTask.AP]:0.000} |");

        public void CheckpointSaved(string path) { }

        public void Noted(string text, bool isWarning) => Console.WriteLine($"<!-- {text} -->");
    }
}
