using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class OnnxForwardTests
{
    private static readonly byte[] Images = [.. Enumerable.Range(1, 10).SelectMany(seed => ProbeImages.Make((ulong)seed, TinyClassifier.Contract))];

    private const int Size = 64 * 64 * 3;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 4)]
    [InlineData(2, 2, 3)]
    [InlineData(4, 1, 16)]
    public void Threads_and_batches_do_not_change_the_answers(int threads, int threadsPerImage, int batch)
    {
        using var forward = Make(new() { Threads = threads, ThreadsPerImage = threadsPerImage, BatchSize = batch });
        var together = new float[30];
        forward.Run(Images, 10, together);

        for (var i = 0; i < 10; i++)
        {
            var alone = new float[3];
            forward.Run(Images.AsSpan(i * Size, Size), 1, alone);
            Logits.Same(alone, together.AsSpan(i * 3, 3), $"image {i}");
        }
    }

    [Fact]
    public void Several_threads_may_run_one_network()
    {
        using var forward = Make();
        var expected = new float[30];
        forward.Run(Images, 10, expected);
        Parallel.For(0, 40, i =>
        {
            var first = i % 8;
            var actual = new float[6];
            forward.Run(Images.AsSpan(first * Size, 2 * Size), 2, actual);
            Logits.Same(expected.AsSpan(first * 3, 6), actual, $"images from {first}");
        });
    }

    [Fact]
    public void A_stage_gives_its_feature_map()
    {
        var prefix = TinyClassifier.Graph.SplitBefore("stage2").Prefix!;
        using var forward = new OnnxForwardFactory().Create(prefix, TinyClassifier.Parameters, TinyClassifier.Contract);
        Assert.Equal([prefix.OutputChannels, 32, 32], forward.OutputShape);
    }

    [Fact]
    public void A_span_of_the_wrong_size_is_refused_before_anything_native_sees_it()
    {
        using var forward = Make();
        Assert.Contains("needs 12288 values of input, not 12287",
            Assert.Throws<ArgumentException>(() => forward.Run(Images.AsSpan(0, Size - 1), 1, new float[3])).Message);
        Assert.Contains("values of output, not 4", Assert.Throws<ArgumentException>(() => forward.Run(Images.AsSpan(0, Size), 1, new float[4])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => forward.Run([], 0, []));
    }

    [Fact]
    public void A_network_whose_values_lie_beside_the_model_answers_the_same()
    {
        using var forward = Make();
        using var apart = new OnnxForwardFactory { AlwaysApart = true }.Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract);
        var (expected, actual) = (new float[30], new float[30]);
        forward.Run(Images, 10, expected);
        apart.Run(Images, 10, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Temporary_files_of_another_process_of_the_same_number_stay()
    {
        // Containers that share a temporary folder may have processes of one number.
        string[] others = [.. Enumerable.Range(1, 100).Select(i => Path.Combine(Path.GetTempPath(), $"graft-{Environment.ProcessId:x}-{i:x}.onnx"))];
        foreach (var file in others) File.WriteAllText(file, "another's");
        try
        {
            using (new OnnxForwardFactory { AlwaysApart = true }.Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract)) { }
            Assert.All(others, file => Assert.Equal("another's", File.ReadAllText(file)));
        }
        finally
        {
            foreach (var file in others) File.Delete(file);
        }
    }

    [Theory]
    [InlineData("vit_h_14", false)]
    [InlineData("regnet_y_128gf", false)]
    [InlineData("vit_l_16", true)]
    public void A_network_above_two_gigabytes_is_refused_as_a_model_file(string model, bool fits)
    {
        var graph = ModelCatalogue.Build(model);
        Assert.Equal(fits, OnnxSize.Fits(graph));
        if (!fits) Assert.Contains("2 GB", Assert.Throws<GraftException>(() => OnnxSize.Require(graph)).Expected);
    }

    [Fact]
    public void Floats_and_bytes_are_not_mixed_up()
    {
        using var bytes = (OnnxForward)Make();
        Assert.Throws<InvalidOperationException>(() => bytes.Run(new float[Size], 1, new float[3]));
        using var floats = new OnnxForwardFactory().Create(TinyClassifier.Graph, TinyClassifier.Parameters, [3, 64, 64]);
        Assert.Equal([3, 64, 64], floats.InputShape);
        Assert.Throws<InvalidOperationException>(() => floats.Run(new byte[Size], 1, new float[3]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Counts_below_one_are_refused(int value)
    {
        Assert.Contains("Threads", Assert.Throws<GraftException>(() => new RuntimeOptions { Threads = value }).Message);
        Assert.Contains("ThreadsPerImage", Assert.Throws<GraftException>(() => new RuntimeOptions { ThreadsPerImage = value }).Message);
        Assert.Contains("BatchSize", Assert.Throws<GraftException>(() => new RuntimeOptions { BatchSize = value }).Message);
    }

    private static IForward Make(RuntimeOptions? options = null) =>
        new OnnxForwardFactory(options).Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract);
}
