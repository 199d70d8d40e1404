using Graft.Artifacts;
using Graft.Data;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>A trial of real steps leaves no trace in the training after it.</summary>
public sealed class TrialTurnsTests
{
    // With dropout, mixing, an average, moving statistics and a frozen part whose features are kept.
    [Theory]
    [InlineData("efficientnet_lite_tiny", "stem", true)]
    [InlineData("efficientnet_lite_tiny", "stage3", false)]
    [InlineData("resnet_tiny", "stage2", true)]
    public void A_run_that_stays_in_float32_after_a_trial_has_the_numbers_of_one_without(string model, string from, bool isAugmented)
    {
        var job = Job(model, from, isAugmented);
        var turns = new TrialTurns(job);
        List<Turn> taken = [];
        var tried = job with
        {
            Trial = job.Trial with
            {
                Take = way =>
                {
                    taken.Add(turns.Take(way));
                    return new Turn(way.Precision == Precision.Float32 ? 1 : 2, taken[^1].Losses);
                },
            },
        };

        var (store, otherStore) = (new MemoryStore(), new MemoryStore());
        var asked = new Trainer().Train(job with { Features = otherStore, Options = job.Options with { Precision = Precision.Float32 } });
        var chosen = new Trainer().Train(tried with { Features = store });

        Assert.Equal(8, taken.Count); // one of each precision for the losses, three for the times
        Assert.Equal(Precision.Float32, chosen.Engine!.Precision);
        TinyJob.AssertSame(asked.Last, chosen.Last);
        TinyJob.AssertSame(asked.Best, chosen.Best);
        Assert.Equal(asked.History.Select(epoch => (epoch.TrainLoss, epoch.Validation)), chosen.History.Select(epoch => (epoch.TrainLoss, epoch.Validation)));
        Assert.Equal(otherStore.Values, store.Values);
    }

    [Fact]
    public void Turns_of_one_kind_have_the_losses_that_the_training_begins_with()
    {
        var job = Job("efficientnet_lite_tiny", "stem", isAugmented: true);
        var turns = new TrialTurns(job);
        var way = new TorchGraphOptions { Layout = MemoryLayout.ChannelsLast };
        var (one, half, two) = (turns.Take(way), turns.Take(way with { Precision = Precision.Bfloat16 }), turns.Take(way));
        var recorder = new Recorder();
        new Trainer().Train(job with { Phases = [TrialTurns.PhaseOf(job)], Options = job.Options with { Precision = Precision.Float32 } }, recorder);

        Assert.Equal(one.Losses, two.Losses);
        Assert.Equal(one.Losses, recorder.Steps.Take(TrialTurns.Steps).Select(step => step.Loss));
        Assert.Equal(one.Losses[0], half.Losses[0], 0.02); // with the same dropout; Adam's first step makes much of little in so small a network
        Assert.NotEqual(one.Losses[0], half.Losses[0]);
        Assert.True(one.Seconds > 0);
    }

    private static TrainingJob Job(string model, string from, bool isAugmented)
    {
        var job = TinyJob.Create(model, 30, new Phase(1, "head", 0.01), new Phase(2, from, 0.003));
        return job with
        {
            Train = new ColourImages(30, TinyJob.Classes, TinyJob.Side) { IsAugmented = isAugmented },
            Options = job.Options with { AverageDecay = 0.9, NormStatistics = NormStatistics.Moving, Mixing = new MixingOptions { Mixup = 0.2, Cutmix = 1 } },
            Trial = new TrialSettings { HasBfloat16 = true, MinBatches = 0, MinWork = 0, Folder = null },
        };
    }

    private sealed class MemoryStore : IFeatureStore
    {
        public SortedDictionary<string, float[]> Values { get; } = [];

        public bool TryRead(string key, Span<float> destination)
        {
            lock (Values)
            {
                if (!Values.TryGetValue(key, out var values)) return false;
                values.CopyTo(destination);
                return true;
            }
        }

        public void Write(string key, ReadOnlySpan<float> features)
        {
            lock (Values) Values[key] = features.ToArray();
        }

        public void Flush()
        {
        }
    }
}
