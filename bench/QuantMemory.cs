using System.Globalization;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;
using TorchSharp;

namespace Graft.Bench;

/// <summary>Whether memory and the number of tensors stay where they are over many predictions in 8 bits and many steps in bfloat16.</summary>
internal sealed class QuantMemory : IComparison
{
    private const int Predictions = 1000, Steps = 200, Rows = 10;

    public string Name => "quant-memory";

    public string Description => "memory over 1000 predictions in 8 bits, and memory and tensors over 200 training steps in bfloat16: quant-memory [MODEL]";

    public int Run(string[] arguments)
    {
        var model = arguments.FirstOrDefault() ?? "efficientnet_lite0";
        Console.WriteLine($"{Measure.Machine()}; {model}\n\n| predictions in 8 bits | resident MB |\n| --- | --- |");
        Predict(model);
        Console.WriteLine("\n| steps in bfloat16 | resident MB | tensors |\n| --- | --- | --- |");
        Train(model);
        return 0;
    }

    private static void Predict(string model)
    {
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            var photos = Path.Combine(SampleImages.Repository, "samples", "photos");
            var file = Path.Combine(folder, "int8.onnx");
            PublishedExport.Int8(model, null, file, 0, new Int8Options { Data = photos }, null, default);
            string[] paths = [.. Directory.EnumerateFiles(photos, "*.jpg", SearchOption.AllDirectories).Order()];
            using var predictor = ClassificationPredictor.Open(file);
            for (var done = 1; done <= Predictions; done++)
            {
                predictor.Predict(paths[done % paths.Length]);
                if (done % (Predictions / Rows) == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {done} | {Resident():0.0} |"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Train(string model)
    {
        var graph = ModelCatalogue.Build(model, TrainingCase.Classes);
        const int epochs = Steps * TrainingCase.BatchSize / TrainingCase.Images;
        new Trainer().Train(new TrainingJob
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, TrainingCase.Seed),
            Phases = [new Phase(epochs, graph.Stages[0].Name, TrainingCase.LearningRate)],
            Train = new TrainingImages(),
            Preprocess = Imaging.Preprocess.ImageNet(TrainingCase.Side, TrainingCase.Side),
            Classes = TrainingCase.Classes,
            Options = new TrainingOptions { Seed = TrainingCase.Seed, BatchSize = TrainingCase.BatchSize, Precision = Precision.Bfloat16 },
        }, new Watch());
    }

    private static double Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true);
        GC.WaitForPendingFinalizers();
        return Measure.Resident() / 1e6;
    }

    private sealed class Watch : ITrainingObserver
    {
        private int _steps;

        public void StepTaken(StepResult step)
        {
            if (++_steps % (Steps / Rows) == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {_steps} | {Resident():0.0} | {torch.Tensor.TotalCount} |"));
        }

        public void EpochEnded(EpochResult epoch)
        {
        }

        public void Noted(string text, bool isWarning) => Console.Error.WriteLine(text);
    }
}
