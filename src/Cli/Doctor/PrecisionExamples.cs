using System.Globalization;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft.Cli;

/// <summary>What the trial of precisions that comes before a training would choose here for two networks of the catalogue, one of each kind.</summary>
internal static class PrecisionExamples
{
    private const int Side = 224, Batch = 4;

    public static string Describe()
    {
        if (!EngineSetup.Info.HasBfloat16)
            return $"always float32: this processor has no instructions for bfloat16, and {Flag.Of("--precision", "bf16")} would be about ten times slower";
        return "each training tries its own network before it begins. With batches of "
            + string.Create(CultureInfo.InvariantCulture, $"{Batch} images of {Side} x {Side}: ")
            + $"{Of("resnet18")}; {Of("efficientnet_lite0")}";
    }

    private static string Of(string model)
    {
        var graph = ModelCatalogue.Build(model, classes: 2);
        var choice = EngineChoice.For(new TrainingJob
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, seed: 1),
            Phases = [new Phase(1, graph.Stages[0].Name, 1e-4)],
            Train = new Noise(),
            Preprocess = Preprocess.ImageNet(Side, Side),
            Classes = 2,
            Options = new TrainingOptions { BatchSize = Batch, WarmupEpochs = 0 },
            Trial = new TrialSettings { MinBatches = 0, MinWork = 0 },
        }, new TrainingProgress(), new Trainer.NoObserver(), default);
        return $"{model} in {(choice.Precision == Precision.Bfloat16 ? "bfloat16" : "float32")}, since {choice.Reason}";
    }

    private sealed class Noise : ILabelledImages
    {
        public int Count => 2 * Batch;

        public int LabelOf(int index) => index % 2;

        public string NameOf(int index) => $"{index}";

        public string? ContentHashOf(int index) => null;

        public object Load(int index, int epoch, Span<byte> destination)
        {
            var random = SeededRandom.For((ulong)index, "doctor");
            foreach (ref var value in destination) value = (byte)random.Next(256);
            return LabelOf(index);
        }
    }
}
