using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>Jobs that run in a second or two.</summary>
internal static class TinyJob
{
    public const int Side = 32, Classes = 3;

    public static Preprocess Preprocess { get; } = Preprocess.ImageNet(Side, Side);

    public static TrainingJob Create(string model = "resnet_tiny", int images = 30, params Phase[] phases)
    {
        var graph = ModelCatalogue.Build(model, Classes);
        return new TrainingJob
        {
            Graph = graph,
            Parameters = ParameterInitialiser.Create(graph, 5),
            Phases = phases.Length > 0 ? phases : [new Phase(2, "head", 0.01), new Phase(2, graph.Stages[0].Name, 0.003, 0.8)],
            Train = new ColourImages(images, Classes, Side),
            Validation = new ColourImages(12, Classes, Side),
            Preprocess = Preprocess,
            Classes = Classes,
            Options = new TrainingOptions { BatchSize = 8, Layout = MemoryLayout.ChannelsLast, Workers = 2 },
        };
    }

    /// <summary>Fails unless every value of both sets is the same to the bit.</summary>
    public static void AssertSame(ParameterSet expected, ParameterSet actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.True(pair.Value.Data.SequenceEqual(actual[pair.Key].Data), pair.Key));
    }
}
