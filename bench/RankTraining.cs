using System.Diagnostics;
using System.Globalization;
using Graft.Mpi;
using Graft.Networks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>One rank of <see cref="Mpi"/>: a few steps of stochastic gradient descent on made-up images; rank 0 writes what came of them.</summary>
internal sealed class RankTraining : ITrainingObserver
{
    private const int Classes = 10;
    private readonly List<double> _losses = [], _seconds = [];
    private long _since = Stopwatch.GetTimestamp();

    public static int Run(string[] arguments)
    {
        var settings = arguments.Select(word => word.Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1]);
        int Number(string name, int value) => settings.TryGetValue(name, out var word) ? int.Parse(word, CultureInfo.InvariantCulture) : value;
        ICollective ranks = MpiLauncher.Current is { } launcher ? MpiCollective.Open(launcher) : OneProcess.Instance;
        var (batch, side, steps) = (Number("batch", 16), Number("side", 224), Number("steps", 12));
        var network = Pretrained.Fresh(settings["model"], Classes, side, 1);
        var observer = new RankTraining();
        var result = new Trainer().Train(new TrainingJob
        {
            Graph = network.Graph,
            Parameters = network.Parameters,
            Phases = [new Phase(1, network.Graph.Stages[0].Name, 1e-4)],
            Train = new NoiseImages(batch * steps, Classes, side),
            Preprocess = network.Preprocess,
            Classes = Classes,
            Collective = ranks,
            Ranks = new RankOptions { CompressesGradients = Number("compress", 0) == 1, Overlaps = Number("overlap", 1) == 1 },
            Options = new TrainingOptions
            {
                BatchSize = batch,
                WarmupEpochs = 0,
                NormStatistics = NormStatistics.Fixed,
                Precision = Precision.Float32,
                Layout = MemoryLayout.ChannelsLast,
                Workers = 1,
                Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, WeightDecay = 0 },
            },
        }, observer);
        if (ranks.Rank == 0) RankRecord.Write(settings["out"], observer._losses, observer._seconds, result.Last);
        return 0;
    }

    public void PhaseStarted(PhaseSummary phase) => _since = Stopwatch.GetTimestamp();

    public void StepTaken(StepResult step)
    {
        _losses.Add(step.Loss);
        _seconds.Add(Stopwatch.GetElapsedTime(_since).TotalSeconds);
        _since = Stopwatch.GetTimestamp();
    }

    private sealed class NoiseImages(int count, int classes, int side) : ILabelledImages
    {
        public int Count => count;

        public int LabelOf(int index) => index % classes;

        public string NameOf(int index) => $"{index}";

        public string? ContentHashOf(int index) => $"noise {index}";

        public object Load(int index, int epoch, Span<byte> destination)
        {
            var random = SeededRandom.For(1, $"image {index}");
            for (var i = 0; i < side * side * 3; i++) destination[i] = (byte)random.Next(256);
            return LabelOf(index);
        }
    }
}

/// <summary>What a training left.</summary>
internal sealed record RankRecord(IReadOnlyList<double> Losses, double SecondsOfStep, IReadOnlyDictionary<string, float[]> Weights)
{
    /// <summary>Values that were sent, since everything is trained; running statistics are not.</summary>
    public long TrainedValues => Weights.Where(pair => !pair.Key.Contains("running_") && !pair.Key.Contains("num_batches")).Sum(pair => pair.Value.LongLength);

    public static void Write(string file, IReadOnlyList<double> losses, IReadOnlyList<double> seconds, ParameterSet weights)
    {
        var steady = seconds.Skip(2).Order().ToList();
        var lines = losses.Append(steady[steady.Count / 2]).Select(value => value.ToString("R", CultureInfo.InvariantCulture));
        AtomicFile.WriteText($"{file}.txt", string.Join('\n', lines));
        SafeTensors.Write($"{file}.safetensors", weights);
    }

    public static RankRecord Read(string file)
    {
        using var checkpoint = Checkpoint.Open($"{file}.safetensors");
        double[] numbers = [.. File.ReadAllLines($"{file}.txt").Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        return new(numbers[..^1], numbers[^1], checkpoint.Entries.Keys.ToDictionary(name => name, name => checkpoint.Read(name).Data));
    }

    public double LossDifference(RankRecord other, int steps) => Losses.Zip(other.Losses, (one, two) => Math.Abs(one - two)).Take(steps).Max();

    public double WeightDifference(RankRecord other) =>
        Weights.Max(pair => pair.Value.Zip(other.Weights[pair.Key], (one, two) => (double)Math.Abs(one - two)).DefaultIfEmpty(0).Max());
}
