using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Operations whose values can be worked out by hand, and shapes that kernels have got wrong.</summary>
public sealed class OperationTests
{
    // 2 x 2 pixels, window 2, stride 1: a column of padding on the right and a row below.
    [Theory]
    [InlineData(true, new[] { 2.5f, 1.5f, 1.75f, 1f })]
    [InlineData(false, new[] { 2.5f, 3f, 3.5f, 4f })]
    public void Same_padding_of_a_mean_counts_its_zeros_only_when_told_to(bool counts, float[] expected) =>
        Assert.Equal(expected, Run(b => b.AveragePool(b.Input, Window.Same(2), counts), [1, 2, 3, 4], 1, 2));

    [Fact]
    public void Same_padding_never_wins_a_maximum() =>
        Assert.Equal([-1f, -2f, -3f, -4f], Run(b => b.MaxPool(b.Input, Window.Same(2)), [-1, -2, -3, -4], 1, 2));

    [Fact]
    public void A_vector_is_divided_by_its_length_and_zeros_stay_zeros()
    {
        Assert.Equal([0.6f, 0.8f], Run(b => b.UnitLength(b.Flatten(b.Input, 2)), [3, 4], 2, 1));
        Assert.Equal([0f, 0f], Run(b => b.UnitLength(b.Flatten(b.Input, 2)), [0, 0], 2, 1));
    }

    [Theory]
    [InlineData(256, 512, 14, 2)]
    [InlineData(256, 1024, 14, 1)]
    [InlineData(240, 80, 14, 1)]
    [InlineData(8, 16, 7, 2)]
    public void A_pointwise_convolution_is_the_same_in_both_layouts(int input, int output, int side, int stride)
    {
        float[][] results = [.. new[] { MemoryLayout.ChannelsFirst, MemoryLayout.ChannelsLast }.Select(layout =>
            Run(b => b.Conv("c", b.Input, output, Window.Square(1, stride)), ReferenceFill.Input(2, input, side, side), input, side, layout))];
        Assert.All(results[0].Zip(results[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    // Numbers of channels that are no multiple of 16: oneDNN's plain layout was wrong for them, forwards and backwards.
    [Theory]
    [InlineData(18, 36, 3, 1)]
    [InlineData(24, 24, 3, 1)]
    [InlineData(40, 24, 3, 2)]
    [InlineData(48, 32, 3, 2)]
    [InlineData(80, 96, 5, 2)]
    [InlineData(24, 40, 5, 1)]
    [InlineData(48, 24, 3, 1)]
    [InlineData(18, 20, 7, 2)]
    public void A_dense_convolution_and_its_gradients_are_right_in_both_layouts(int input, int output, int kernel, int stride)
    {
        var exact = Gradients(MemoryLayout.ChannelsFirst, torch.ScalarType.Float64);
        Assert.All(Enum.GetValues<MemoryLayout>(), layout => Assert.All(exact.Zip(Gradients(layout, torch.ScalarType.Float32)), pair =>
        {
            var scale = Math.Sqrt(pair.First.Average(value => (double)value * value));
            Assert.All(pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 1e-3 * scale));
        }));

        float[][] Gradients(MemoryLayout layout, torch.ScalarType type)
        {
            var builder = new GraphBuilder("two convolutions", 3); // the first so that the second's input has a gradient
            builder.Begin("head");
            var first = builder.Conv("first", builder.Input, input, Window.Square(1));
            var last = builder.Conv("second", first, output, Window.Square(kernel, stride, kernel / 2), bias: true);
            builder.End(last, stride);
            var graph = builder.Build(last);
            using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph), new TorchGraphOptions { Layout = layout, ParameterType = type });
            using var scope = torch.NewDisposeScope();
            model.TrainFrom("head", fixStatistics: false);
            var result = model.Forward(HostTensors.From(ReferenceFill.Input(2, 3, 7, 7), 2, 3, 7, 7), isTraining: true).Output;
            result.mul(result).sum().backward();
            return [.. model.Trainable.Select(parameter => parameter.Value.grad!).Prepend(result)
                .Select(tensor => HostTensors.ToHost(tensor.detach().to_type(torch.ScalarType.Float32)).Data)];
        }
    }

    [Theory]
    [InlineData(MemoryLayout.ChannelsFirst)]
    [InlineData(MemoryLayout.ChannelsLast)]
    public void Channels_are_taken_out_dealt_out_and_scaled_in_both_layouts(MemoryLayout layout)
    {
        float[] sixChannels = [.. Enumerable.Range(0, 24).Select(i => i / 4 + i % 4 / 10f)]; // channel.pixel
        float[] Channel(int channel) => sixChannels[(4 * channel)..(4 * channel + 4)];

        Assert.Equal([.. Channel(2), .. Channel(3), .. Channel(4)], Run(b => b.ChannelSlice(b.Input, 2, 3), sixChannels, 6, 2, layout));
        Assert.Equal([.. Channel(0), .. Channel(3), .. Channel(1), .. Channel(4), .. Channel(2), .. Channel(5)],
            Run(b => b.ChannelShuffle(b.Input, 2), sixChannels, 6, 2, layout));
        Assert.Equal([2.5f, 5, 7.5f, 10], Run(b => b.Multiply(b.Input, b.AdaptiveAveragePool(b.Input)), [1, 2, 3, 4], 1, 2, layout));
        Assert.Equal([1, 4, 9, 16], Run(b => b.Multiply(b.Input, b.Input), [1, 2, 3, 4], 1, 2, layout));
        Assert.Equal([1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], Run(b => b.ZeroPad(b.Input, 1, 1, 1), [1, 2, 3, 4], 1, 2, layout));
        Assert.Equal([-0.1f, 2, -0.3f, 4], Run(b => b.Activate(b.Input, Activation.LeakyRelu), [-1, 2, -3, 4], 1, 2, layout));
    }

    [Fact]
    public void Stochastic_depth_leaves_out_whole_images_while_training_and_keeps_the_expectation()
    {
        var builder = new GraphBuilder("depth", 3);
        builder.Begin("head");
        var output = builder.StochasticDepth(builder.Input, 0.2);
        builder.End(output, 1);
        using var model = new TorchGraph(builder.Build(output), new ParameterSet());
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(3);
        var ones = torch.ones(1000, 3, 2, 2);

        Assert.Equal(ones.sum().ToSingle(), model.Forward(ones, isTraining: true).Output.sum().ToSingle()); // frozen is frozen
        model.TrainFrom("head", fixStatistics: false);
        Assert.Equal(ones.sum().ToSingle(), model.Forward(ones, isTraining: false).Output.sum().ToSingle());
        var images = HostTensors.ToHost(model.Forward(ones, isTraining: true).Output.flatten(1)).Data.Chunk(12).ToList();
        Assert.All(images, image => Assert.All(image, value => Assert.Equal(image[0], value)));
        Assert.All(images, image => Assert.True(image[0] is 0 or 1.25f));
        Assert.InRange(images.Count(image => image[0] == 0), 150, 250);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_is_drawn_with_a_generator_of_ones_own_is_not_moved_by_other_trainings(bool isPath)
    {
        var builder = new GraphBuilder("drawn", 3);
        builder.Begin("head");
        var output = isPath ? builder.StochasticDepth(builder.Input, 0.4) : builder.Dropout(builder.Input, 0.4);
        builder.End(output, 1);
        using var random = new torch.Generator();
        using var model = new TorchGraph(builder.Build(output), new ParameterSet()) { Random = random };
        model.TrainFrom("head", fixStatistics: false);
        using var scope = torch.NewDisposeScope();
        var ones = torch.ones(40, 3, 2, 2);
        float[] Drawn(long seed, long others)
        {
            random.manual_seed(seed);
            torch.manual_seed(others);
            return HostTensors.ToHost(model.Forward(ones, isTraining: true).Output.flatten(1)).Data;
        }
        Assert.Equal(Drawn(5, 1), Drawn(5, 2));
        Assert.NotEqual(Drawn(5, 1), Drawn(6, 1));
        Assert.Equal([0, 1 / 0.6f], Drawn(5, 1).Distinct().Order());
    }

    private static float[] Run(Func<GraphBuilder, int> write, float[] input, int channels, int side, MemoryLayout layout = MemoryLayout.ChannelsLast)
    {
        var builder = new GraphBuilder("one operation", channels);
        builder.Begin("head");
        var output = write(builder);
        builder.End(output, 1);
        var graph = builder.Build(output);
        using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph), new TorchGraphOptions { Layout = layout });
        using var scope = torch.NewDisposeScope();
        return HostTensors.ToHost(model.Forward(HostTensors.From(input, input.Length / (channels * side * side), channels, side, side),
            isTraining: false).Output).Data;
    }
}
