using Graft.Networks;
using Graft.Tasks;

namespace Graft.Tests.Classification;

public sealed class HeadParametersTests
{
    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("googlenet_tiny")]
    [InlineData("squeezenet_tiny")]
    public void A_probes_answer_becomes_the_networks(string name)
    {
        const int classes = 3, side = 64, count = 4;
        var graph = ModelCatalogue.Build(name, classes);
        var parameters = ReferenceNetwork.Parameters(graph);
        var features = Run(graph.WithoutHead(), parameters, out var width);
        var probe = new LinearClassifier
        {
            Features = width,
            Classes = classes,
            Weights = ReferenceFill.Tensor("probe.weight", [classes, width]),
            Bias = [0.5f, -1, 2],
        };

        var logits = Run(graph, HeadParameters.With(graph, parameters, probe), out _);

        for (var row = 0; row < count; row++)
        {
            var expected = probe.Logits(features.AsSpan(row * width, width));
            var actual = logits.AsSpan(row * classes, classes).ToArray();
            for (var label = 1; label < classes; label++)
            {
                var difference = expected[label] - expected[0];
                Assert.Equal(difference, actual[label] - actual[0], 1e-3 * Math.Max(1, Math.Abs(difference)));
            }
        }

        float[] Run(Graph network, ParameterSet values, out int outputs)
        {
            using var forward = new Graft.Runtime.OnnxForwardFactory().Create(network, values, [3, side, side]);
            outputs = network.OutputChannels;
            var result = new float[count * outputs];
            forward.Run(ReferenceNetwork.Input(count, side).Data.AsSpan(), count, result);
            return result;
        }
    }
}
