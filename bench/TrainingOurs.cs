using System.Diagnostics;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>The trainer as the command line uses it, without validation.</summary>
internal sealed class TrainingOurs : ITrainingObserver
{
    private readonly List<double> _steps = [], _losses = [];
    private long _last = Stopwatch.GetTimestamp();

    public static TrainingTimes Run(TrainingCase wanted)
    {
        var graph = ModelCatalogue.Build(wanted.Model, TrainingCase.Classes);
        var job = new TrainingJob
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, TrainingCase.Seed),
            Phases = [new Phase(wanted.Epochs, wanted.TrainFrom, TrainingCase.LearningRate)],
            Train = new TrainingImages(),
            Preprocess = Preprocess.ImageNet(TrainingCase.Side, TrainingCase.Side),
            Classes = TrainingCase.Classes,
            Forward = new Graft.Runtime.OnnxForwardFactory(),
            Options = new TrainingOptions
            {
                Seed = TrainingCase.Seed,
                BatchSize = TrainingCase.BatchSize,
                Precision = Precision.Float32,
                WarmupEpochs = 0,
                ClipNorm = 0,
                Optimizer = new OptimizerOptions { WeightDecay = 0 },
                NormStatistics = wanted.NormsMove ? NormStatistics.Moving : NormStatistics.Fixed,
            },
        };
        _ = EngineSpeed.OfThisMachine(); // once per machine, not once per run
        var observer = new TrainingOurs();
        var watch = Stopwatch.StartNew();
        new Trainer().Train(job, observer);
        return TrainingTimes.Of(observer._steps, watch.Elapsed.TotalSeconds, wanted.Epochs, observer._losses);
    }

    public void PhaseStarted(PhaseSummary phase) => _last = Stopwatch.GetTimestamp();

    public void FeaturesComputed(int done, int total) => _last = Stopwatch.GetTimestamp();

    public void StepTaken(StepResult step)
    {
        _steps.Add(Stopwatch.GetElapsedTime(_last).TotalSeconds);
        _losses.Add(step.Loss);
        _last = Stopwatch.GetTimestamp();
    }

    public void EpochEnded(EpochResult epoch) => _last = Stopwatch.GetTimestamp();

    public void Noted(string text, bool isWarning) => Console.Error.WriteLine(text);
}
