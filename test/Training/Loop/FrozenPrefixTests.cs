using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class FrozenPrefixTests
{
    [Fact]
    public void Images_that_do_not_change_go_through_the_frozen_part_once()
    {
        var job = TinyJob.Create(phases: new Phase(5, "head", 0.01));
        new Trainer().Train(job);
        Assert.Equal(30, ((ColourImages)job.Train).Loads);
        Assert.Equal(12, ((ColourImages)job.Validation!).Loads);
    }

    [Fact]
    public void Progress_of_the_frozen_part_is_told()
    {
        var recorder = new Recorder();
        new Trainer().Train(TinyJob.Create(phases: new Phase(2, "head", 0.01)), recorder);
        Assert.Equal([(8, 30), (16, 30), (24, 30), (30, 30)], recorder.Features);
    }

    [Fact]
    public void Augmented_images_go_through_it_in_every_epoch()
    {
        var job = TinyJob.Create(phases: new Phase(3, "head", 0.01)) with { Train = new ColourImages(30, 3, 32) { IsAugmented = true } };
        new Trainer().Train(job);
        Assert.Equal(90, ((ColourImages)job.Train).Loads);
    }

    [Fact]
    public void Little_memory_means_computing_again_and_gives_the_same_numbers()
    {
        var job = TinyJob.Create(phases: new Phase(3, "head", 0.01));
        var kept = new Trainer().Train(job);
        var again = new Trainer().Train(job with { Options = job.Options with { FeatureMemory = 10 * 32 * sizeof(float) }, Train = new ColourImages(30, 3, 32) });
        // Single images and whole batches may round differently, so near and not equal.
        Assert.All(kept.Last["fc.weight"].Data.Zip(again.Last["fc.weight"].Data), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void A_second_run_reads_the_outputs_from_the_store()
    {
        var store = new MemoryStore();
        var job = TinyJob.Create(phases: new Phase(2, "head", 0.01)) with { Features = store };
        var first = new Trainer().Train(job);
        var second = new Trainer().Train(job with { Train = new ColourImages(30, 3, 32) { Broken = 3 } });
        TinyJob.AssertSame(first.Last, second.Last);
    }

    [Fact]
    public void The_store_forgets_when_a_frozen_weight_changes()
    {
        var store = new MemoryStore();
        var job = TinyJob.Create(phases: new Phase(1, "head", 0.01)) with { Features = store };
        new Trainer().Train(job);
        var before = store.Count;
        new Trainer().Train(job with { Parameters = ParameterInitialiser.Create(job.Graph, 99) });
        Assert.Equal(2 * before, store.Count);
    }

    [Fact]
    public void The_engine_supplied_from_outside_runs_the_frozen_part()
    {
        var factory = new CountingFactory();
        var job = TinyJob.Create(phases: new Phase(2, "stage4", 0.01));
        var with = new Trainer().Train(job with { Forward = factory });
        TinyJob.AssertSame(new Trainer().Train(job).Last, with.Last);
        Assert.Equal(["stem", "stage1", "stage2", "stage3"], factory.Stages);
    }

    private sealed class MemoryStore : IFeatureStore
    {
        private readonly Dictionary<string, float[]> _values = [];

        public int Count => _values.Count;

        public bool TryRead(string key, Span<float> values)
        {
            lock (_values)
            {
                if (!_values.TryGetValue(key, out var kept)) return false;
                kept.CopyTo(values);
                return true;
            }
        }

        public void Write(string key, ReadOnlySpan<float> values)
        {
            lock (_values) _values[key] = values.ToArray();
        }
    }

    private sealed class CountingFactory : IForwardFactory
    {
        public IReadOnlyList<string> Stages { get; private set; } = [];

        public IForward Create(Graph graph, ParameterSet parameters, Preprocess preprocess)
        {
            Stages = [.. graph.Stages.Select(stage => stage.Name)];
            return new TorchForwardFactory(new TorchGraphOptions { Layout = MemoryLayout.ChannelsLast }).Create(graph, parameters, preprocess);
        }
    }
}
