using System.Collections.Concurrent;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>The working set and what was allocated are the whole process's: these tests run when no other does.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const int Size = 64 * 64 * 3;

    [Fact]
    public void Memory_stays_where_it_was()
    {
        byte[] images = [.. Enumerable.Range(1, 10).SelectMany(seed => ProbeImages.Make((ulong)seed, TinyClassifier.Contract))];
        using var forward = new OnnxForwardFactory().Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract);
        var output = new float[30];
        Run(50);
        var before = WorkingSet();
        Run(500);
        Assert.InRange(WorkingSet() - before, long.MinValue, 32L << 20);

        void Run(int times)
        {
            for (var i = 0; i < times; i++) forward.Run(images.AsSpan(0, Size * (1 + i % 10)), 1 + i % 10, output.AsSpan(0, 3 * (1 + i % 10)));
        }
    }

    [Fact]
    public void An_image_of_twenty_megapixels_needs_a_band_and_not_the_whole_of_the_probabilities()
    {
        using var folder = new TestFolder();
        using var predictor = SegmentationPredictor.Open(TinySegmenter.Write(folder["m.onnx"]), tiling: new TilingOptions { OriginalScale = true });
        var image = new RgbImage(5472, 3648);
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)(i * 7 >> 8);
        predictor.Predict(TinySegmenter.Image(2000, 1000));

        var before = GC.GetTotalAllocatedBytes();
        var map = predictor.Predict(image).Map!;
        var band = 5472L * 640 * 3 * sizeof(float);
        var tiles = 66L * 640 * 640 * (3 * sizeof(float) + 3);

        // Managed memory handed out in all, freed or not: the map, one band, and what tiles use and give back.
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, map.Values.Length + band, map.Values.Length + band + 2 * tiles);
        Assert.Equal(5472 * 3648, map.Values.Length);
    }

    [Fact]
    public void Little_memory_changes_no_answer_and_large_images_at_once_wait_for_one_another()
    {
        using var folder = new TestFolder();
        var before = MemoryBudget.Limit;
        try
        {
            using var predictor = SegmentationPredictor.Open(TinySegmenter.Write(folder["m.onnx"]), new RuntimeOptions { Threads = 4 },
                new TilingOptions { OriginalScale = true, WholePixels = 1_000_000 });
            List<RgbImage> images = [.. Enumerable.Range(0, 6).Select(at => TinySegmenter.Image(at % 2 == 0 ? 1900 : 900, 1000))];
            var plenty = predictor.Predict(images).Select(answer => answer.Map!.Values).ToList();
            MemoryBudget.Limit = 64_000_000;
            var little = predictor.Predict(images).Select(answer => answer.Map!.Values).ToList();
            Assert.All(plenty.Zip(little), pair => Assert.Equal(pair.First, pair.Second));
        }
        finally
        {
            MemoryBudget.Limit = before;
        }
    }

    [Fact]
    public void Opening_a_model_again_and_again_takes_no_more_memory()
    {
        using var folder = new TestFolder();
        var graph = ModelCatalogue.Build("efficientnet_lite0");
        var parameters = ReferenceNetwork.Parameters(graph);
        var manifest = TinyClassifier.Manifest with { Model = graph.Name, Classes = [.. Enumerable.Range(0, 1000).Select(i => $"{i}")] };
        ModelFile.Write(folder["m.onnx"], graph, parameters, manifest with { Preprocess = TinyClassifier.Contract });
        // The same threads throughout: on a busy machine the pool starts more and more, and each has memory of its own.
        using var threads = new FourThreads();
        Reload(5);
        var before = WorkingSet();
        Reload(30);
        Assert.InRange(WorkingSet() - before, long.MinValue, 48L << 20); // the model has 19 MB

        void Reload(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using var predictor = ClassificationPredictor.Open(folder["m.onnx"]);
                threads.Run(() => predictor.Scores(new byte[Size], 1));
            }
        }
    }

    private sealed class FourThreads : IDisposable
    {
        private readonly BlockingCollection<Action> _work = [];

        public FourThreads()
        {
            for (var i = 0; i < 4; i++)
                new Thread(() =>
                {
                    foreach (var work in _work.GetConsumingEnumerable()) work();
                })
                { IsBackground = true }.Start();
        }

        public void Run(Action work)
        {
            using var left = new CountdownEvent(4);
            Exception? fault = null;
            for (var i = 0; i < 4; i++)
                _work.Add(() =>
                {
                    try { work(); }
                    catch (Exception failure) { fault = failure; }
                    finally { left.Signal(); }
                });
            left.Wait(TestContext.Current.CancellationToken);
            Assert.Null(fault);
        }

        public void Dispose() => _work.CompleteAdding();
    }

    private static long WorkingSet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // What the heap keeps for later is given back: how much that is depends on which tests ran before.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
