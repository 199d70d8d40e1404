using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class ImagePipelineTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly OnnxForward _network =
        (OnnxForward)new OnnxForwardFactory().Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract);

    private static readonly string[] Photos =
        [.. Directory.GetFiles(Repository.At("samples", "photos", "tool"), "*.jpg").Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    [InlineData(2, 5)]
    [InlineData(2, 100)]
    public void Answers_keep_the_order_of_the_files(int threads, int batch)
    {
        var outputs = Pipeline(new() { Threads = threads, BatchSize = batch }).Run(Photos).ToList();

        Assert.Equal(Photos, outputs.Select(output => output.Path));
        Assert.All(outputs, output =>
        {
            var alone = new float[3];
            _network.Run(TinyClassifier.Contract.Load(output.Path).Pixels, 1, alone);
            ParityGate.CheckLogits(alone, output.Values.Span, 3, output.Path);
        });
    }

    [Fact]
    public void A_bad_image_stops_the_run_by_name()
    {
        var failure = Assert.ThrowsAny<GraftException>(() => Pipeline(new() { BatchSize = 2 }).Run([.. Photos, Bad(), .. Photos]).ToList());
        Assert.Contains("truncated.jpg", failure.Message);
    }

    [Fact]
    public void A_skipped_image_is_reported_in_its_place()
    {
        string[] paths = [Photos[0], Bad(), Photos[1], _folder["missing.jpg"], _folder["missing.jpg"]];
        var outputs = Pipeline(new() { BatchSize = 3, OnUnreadableImage = OnUnreadableImage.Skip }).Run(paths).ToList();

        Assert.Equal(paths, outputs.Select(output => output.Path));
        Assert.Equal([null, ImageFault.Truncated, null, ImageFault.Missing, ImageFault.Missing], outputs.Select(output => output.Failure?.Reason));
        Assert.Equal([3, 0, 3, 0, 0], outputs.Select(output => output.Values.Length));
    }

    [Fact]
    public void Files_are_read_only_a_little_ahead()
    {
        var taken = 0;
        IEnumerable<string> Endless()
        {
            while (true)
            {
                taken++;
                yield return Photos[taken % Photos.Length];
            }
        }

        var first = Pipeline(new() { Threads = 2, BatchSize = 3 }).Run(Endless()).Take(30).ToList();

        Assert.Equal(30, first.Count);
        Assert.InRange(taken, 30, 30 + 4 * 3); // two batches for each of two workers
    }

    [Fact]
    public void No_files_give_no_answers() => Assert.Empty(Pipeline(new()).Run([]));

    [Fact]
    public void A_network_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ImagePipeline(_network, Preprocess.ImageNet(72, 60)));

    private ImagePipeline Pipeline(RuntimeOptions options) => new(_network, TinyClassifier.Contract, options);

    private string Bad()
    {
        File.WriteAllBytes(_folder["truncated.jpg"], File.ReadAllBytes(Photos[0])[..2000]);
        return _folder["truncated.jpg"];
    }
}
