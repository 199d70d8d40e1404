using System.Diagnostics;
using System.Globalization;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Bench;

/// <summary>Training steps in float32 and bfloat16 in turns, how far the losses part, and what the trial before a training chooses.</summary>
internal sealed class PrecisionComparison : IComparison
{
    private static readonly string[] Models = ["resnet18", "resnet50", "efficientnet_lite0", "mobilenet_v2"];

    public string Name => "precision";

    public string Description => "Training in float32 and bfloat16 step by step in turns, and what the trial chooses: precision [epochs] [NETWORK...]";

    public int Run(string[] arguments)
    {
        var epochs = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3;
        Console.WriteLine(Measure.Machine());
        Console.WriteLine($"Batches of {TrainingCase.BatchSize} images of {TrainingCase.Side} x {TrainingCase.Side}, AdamW, everything trained from fresh values, "
            + $"batch norms moving; medians of {epochs * TrainingCase.Images / TrainingCase.BatchSize - 2} steps in turns.");
        Console.WriteLine();
        Console.WriteLine("| network | float32, s/step | bfloat16, s/step | ratio (quartiles) | ratio of the processors' time | the trial: ratio, difference of the first losses | it chooses, in s "
            + "| largest difference of a step's loss, of an epoch's | other programs |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var model in arguments.Length > 1 ? arguments[1..] : Models) Compare(model, epochs);
        return 0;
    }

    private static void Compare(string model, int epochs)
    {
        var others = new TurnClock();
        var job = Job(model, epochs);
        _ = EngineSpeed.OfThisMachine(); // once per machine
        var watch = Stopwatch.StartNew();
        var choice = EngineChoice.For(job, new TrainingProgress(), new Trainer.NoObserver(), default);
        var seconds = watch.Elapsed.TotalSeconds;
        var layout = EngineLayout.Float32(job, new Trainer.NoObserver());
        using var whole = new Track(job, new TorchGraphOptions { Layout = layout });
        using var half = new Track(job, new TorchGraphOptions
        { Layout = choice.Precision == Precision.Bfloat16 ? choice.Layout : MemoryLayout.ChannelsLast, Precision = Precision.Bfloat16 });
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var one = whole.Epoch().GetEnumerator();
            using var other = half.Epoch().GetEnumerator();
            while (one.MoveNext() | other.MoveNext()) // both to their ends, where an epoch's loss is noted
            {
            }
        }
        double[] ratios = [.. whole.Seconds.Zip(half.Seconds, (slow, fast) => slow / fast).Skip(2).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {model} | {Measure.Median(whole.Seconds.Skip(2)):0.000} "
            + $"| {Measure.Median(half.Seconds.Skip(2)):0.000} | {Measure.Median(ratios):0.00} ({ratios[ratios.Length / 4]:0.00} to {ratios[^(ratios.Length / 4 + 1)]:0.00}) "
            + $"| {Measure.Median(whole.ProcessorSeconds.Skip(2)) / Measure.Median(half.ProcessorSeconds.Skip(2)):0.00} "
            + $"| {choice.Gain:0.00}, {choice.LossDifference:0.0%} | {choice.Precision}, {seconds:0.0} "
            + $"| {Largest(whole.Losses, half.Losses):0.0%}, {Largest(whole.EpochLosses, half.EpochLosses):0.0%} | {others.Stop().OtherPrograms:0%} |"));
    }

    private static double Largest(IEnumerable<double> losses, IEnumerable<double> others) => losses.Zip(others, (one, other) => Math.Abs(one - other) / one).Max();

    private static TrainingJob Job(string model, int epochs)
    {
        var graph = ModelCatalogue.Build(model, TrainingCase.Classes);
        return new TrainingJob
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, TrainingCase.Seed),
            Phases = [new Phase(epochs, graph.Stages[0].Name, TrainingCase.LearningRate)],
            Train = new TrainingImages(),
            Preprocess = Preprocess.ImageNet(TrainingCase.Side, TrainingCase.Side),
            Classes = TrainingCase.Classes,
            Options = new TrainingOptions { Seed = TrainingCase.Seed, BatchSize = TrainingCase.BatchSize, NormStatistics = NormStatistics.Moving },
            Trial = new TrialSettings { MinBatches = 0, MinWork = 0, Folder = null },
        };
    }

    /// <summary>A training in one precision that waits for its turn before each step.</summary>
    private sealed class Track : IDisposable
    {
        private readonly TrainingRun _run;
        private readonly PhaseSession _phase;

        public Track(TrainingJob job, TorchGraphOptions options)
        {
            _run = new TrainingRun(job, options);
            _phase = _run.OpenPhase();
        }

        public List<double> Seconds { get; } = [];

        public List<double> ProcessorSeconds { get; } = [];

        public List<double> Losses { get; } = [];

        public List<double> EpochLosses { get; } = [];

        public IEnumerable<double> Epoch()
        {
            foreach (var batch in _phase.Batches())
            {
                using (torch.NewDisposeScope())
                {
                    var clock = new TurnClock();
                    if (_phase.Learn(batch)) Losses.Add(_phase.Step().Loss);
                    var turn = clock.Stop();
                    Seconds.Add(turn.Seconds);
                    ProcessorSeconds.Add(turn.ProcessorSeconds);
                }
                yield return Losses[^1];
            }
            EpochLosses.Add(_phase.EndEpoch().TrainLoss);
        }

        public void Dispose() => _phase.Dispose();
    }
}
