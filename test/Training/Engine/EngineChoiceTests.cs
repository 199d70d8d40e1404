using System.Runtime.InteropServices;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>When precisions are tried, what is kept of it, and what a resumed run does. The times are made up.</summary>
public sealed class EngineChoiceTests
{
    private readonly Recorder _heard = new();
    private int _turns;

    [Theory]
    [InlineData(1.8, Precision.Bfloat16, "1.8 times as fast")]
    [InlineData(1.1, Precision.Float32, "only 1.1 times as fast")]
    [InlineData(0.7, Precision.Float32, "0.7 times the speed")]
    public void What_is_chosen_and_why_is_said_once(double gain, Precision expected, string words)
    {
        var choice = Choose(Job(gain));
        Assert.Equal(expected, choice.Precision);
        Assert.Equal(gain, choice.Gain);
        Assert.Contains(words, choice.Reason);
        Assert.Contains(words, Assert.Single(_heard.Notes));
    }

    [Fact]
    public void Nothing_is_tried_where_it_cannot_pay()
    {
        var job = Job(3);
        TrainingJob[] jobs =
        [
            job with { Trial = job.Trial with { HasBfloat16 = false } },
            job with { Trial = job.Trial with { MinBatches = 17 } }, // of 16, four epochs of which two are of the head alone
            job with { Trial = job.Trial with { MinWork = 1e9 } },
            job with { Phases = [new Phase(500, "head", 0.01)] },
            job with { Options = job.Options with { Precision = Precision.Float32 } },
        ];
        Assert.All(jobs, one => Assert.Equal(Precision.Float32, Choose(one).Precision));
        Assert.Equal(0, _turns);
        Assert.Empty(_heard.Notes);
        Assert.All(jobs, one => Assert.NotEmpty(Choose(one).Reason));
    }

    [Fact]
    public void A_time_limit_that_the_trial_would_eat_up_is_left_to_the_training()
    {
        var job = Job(3);
        Assert.Equal(Precision.Float32, Choose(job with { Trial = job.Trial with { SecondsLimit = 60 } }).Precision);
        Assert.Equal(1, _turns);
        Assert.Equal(Precision.Bfloat16, Choose(job with { Trial = job.Trial with { SecondsLimit = 600 } }).Precision);
        var limited = _turns - 1;
        Choose(job);
        Assert.Equal(limited, _turns - 1 - limited); // the turn that was timed is not taken twice
    }

    [Theory]
    [InlineData(0.7, 1)]
    [InlineData(1.5, 0)]
    public void Who_asks_for_it_gets_it_and_is_warned_with_what_was_measured_on_the_network(double gain, int warnings)
    {
        var job = Job(gain);
        var choice = Choose(job with { Options = job.Options with { Precision = Precision.Bfloat16 } });
        Assert.Equal((Precision.Bfloat16, gain), (choice.Precision, choice.Gain!.Value));
        Assert.Equal(warnings, _heard.Notes.Count(note => note.Contains("0.7 times the speed of float32 on this network")));
    }

    [Fact]
    public void Who_asks_for_it_waits_for_one_set_of_turns_however_they_contradict_each_other()
    {
        var (job, count) = (Job(1), 0);
        job = job with
        {
            Options = job.Options with { Precision = Precision.Bfloat16 },
            Phases = [new Phase(500, "stem", 0.01)],
            Trial = job.Trial with { Take = way => new(way.Precision == Precision.Bfloat16 ? 1 : 0.5 + count++ % 2, [1]) },
        };
        Assert.Equal(Precision.Bfloat16, Choose(job).Precision);
        Assert.Equal(1 + PrecisionTrial.TurnsPerSet, count);
        Assert.Empty(_heard.Notes);
    }

    [Fact]
    public void Why_it_was_not_tried_is_told_and_what_an_earlier_run_measured()
    {
        using var folder = new TestFolder();
        var job = Job(0.7);
        job = job with { Options = job.Options with { Precision = Precision.Bfloat16 }, Trial = job.Trial with { Folder = folder.Root } };
        var few = job with { Trial = job.Trial with { MinBatches = 64 } };
        Assert.Equal(Precision.Bfloat16, Choose(few).Precision);
        Assert.Contains("not measured, since the training has 8 batches beside those of a head alone, and bfloat16 is tried from 64 on", _heard.Notes[^1]);
        Choose(job with { Trial = job.Trial with { SecondsLimit = 1 } });
        Assert.Contains("not measured, since a trial of bfloat16 would take more than a quarter of the time limit", _heard.Notes[^1]);
        Choose(job); // measured, and kept
        Assert.Equal(0.7, Choose(few).Gain);
        Assert.Contains("0.7 times the speed of float32", _heard.Notes[^1]);
    }

    [Fact]
    public void A_ratio_that_was_measured_beside_other_programs_is_told_with_how_much_they_used()
    {
        var job = Job(1);
        Choose(job with
        {
            Trial = job.Trial with { Take = way => new(1, [1]) { ProcessorSeconds = way.Precision == Precision.Float32 ? 0.98 : 1, OtherPrograms = 0.46 } },
        });
        Assert.Contains("0.98 times the speed here; other programs used 46% of the processors meanwhile, so the ratio is not to be relied on",
            Assert.Single(_heard.Notes));
    }

    [Fact]
    public void A_speed_is_kept_for_the_same_kind_of_job_and_losses_are_compared_every_time()
    {
        using var folder = new TestFolder();
        var job = Job(1.8);
        job = job with { Trial = job.Trial with { Folder = folder.Root } };
        var first = Choose(job);
        var turns = _turns;
        var second = Choose(job);
        Assert.Equal(2, _turns - turns); // one in each precision, for the losses
        Assert.Equal(first, second);

        Choose(job with { Options = job.Options with { BatchSize = 4 } }); // another job
        Assert.Equal(2, Directory.GetFiles(folder.Root).Length);

        turns = _turns;
        foreach (var file in Directory.GetFiles(folder.Root))
            File.WriteAllText(file, File.ReadAllText(file).Replace($"\"{DateTime.UtcNow.Year}-", $"\"{DateTime.UtcNow.Year - 1}-"));
        Choose(job);
        Assert.True(_turns - turns > 2); // measured again after a month
    }

    [Fact]
    public void A_noisy_trial_is_not_kept()
    {
        using var folder = new TestFolder();
        var count = 0;
        var job = Job(1);
        job = job with { Trial = job.Trial with { Folder = folder.Root, Take = way => new(way.Precision == Precision.Bfloat16 ? 1 : 1 + count++ % 2, [1]) } };
        var choice = Choose(job);
        Assert.Equal(Precision.Float32, choice.Precision);
        Assert.Contains("contradict each other", choice.Reason);
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    [Theory]
    [InlineData(true, "not a finite number")]
    [InlineData(false, "cannot be trained in bfloat16")]
    public void A_failure_in_bfloat16_is_told_for_what_it_is_and_is_not_kept_for_other_jobs(bool isLoss, string words)
    {
        using var folder = new TestFolder();
        var job = Job(1);
        Func<TorchGraphOptions, Turn> failing = way => way.Precision == Precision.Float32 ? new(1, [1])
            : throw (isLoss ? new GraftException("The loss is not a finite number.") : new ExternalException("not implemented for 'BFloat16'"));
        var choice = Choose(job with { Trial = job.Trial with { Folder = folder.Root, Take = failing } });
        Assert.Equal(Precision.Float32, choice.Precision);
        Assert.Contains(words, choice.Reason);
        // The loss depends on weights, images and rate, which the key of what is kept does not have.
        Assert.Equal(Precision.Bfloat16, Choose(Job(1.8) with { Trial = Job(1.8).Trial with { Folder = folder.Root } }).Precision);
    }

    [Fact]
    public void A_run_resumed_on_another_processor_tries_again_and_on_the_same_one_keeps_its_precision()
    {
        using var folder = new TestFolder();
        using var cancel = new CancellationTokenSource();
        var job = Job(1.8) with { CheckpointFolder = folder.Root };
        var begun = new Trainer().Train(job, new Recorder { OnStep = _ => cancel.Cancel() }, cancel.Token).Engine!;
        Assert.Equal(Precision.Bfloat16, begun.Precision);
        var state = File.ReadAllText(folder["state.json"]);

        var trial = job.Trial with { Take = _ => throw new InvalidOperationException("It was tried again.") };
        Assert.Equal(begun, new Trainer().Train(job with { Resume = true, Trial = trial }).Engine);

        File.WriteAllText(folder["state.json"], state);
        var elsewhere = new Trainer().Train(job with { Resume = true, Trial = trial with { Processor = "another", HasBfloat16 = false } }).Engine!;
        Assert.Equal((Precision.Float32, "another"), (elsewhere.Precision, elsewhere.Processor));
    }

    [Fact]
    public void A_trial_that_is_cancelled_leaves_float32_and_is_taken_again_when_resumed()
    {
        using var folder = new TestFolder();
        using var cancel = new CancellationTokenSource();
        var job = Job(1.8) with { CheckpointFolder = folder.Root };
        var stopped = new Trainer().Train(job with
        {
            Trial = job.Trial with
            {
                Take = _ =>
                {
                    cancel.Cancel();
                    throw new OperationCanceledException();
                },
            },
        }, null, cancel.Token);
        Assert.Equal((StopReason.Cancelled, Precision.Float32), (stopped.Stopped, stopped.Engine!.Precision));
        Assert.Equal(Precision.Bfloat16, new Trainer().Train(job with { Resume = true }).Engine!.Precision);
    }

    private EngineChoice Choose(TrainingJob job) => EngineChoice.For(job, new TrainingProgress(), _heard, default);

    private TrainingJob Job(double gain)
    {
        var job = TinyJob.Create();
        return job with
        {
            Options = job.Options with { Layout = MemoryLayout.ChannelsLast },
            Trial = new TrialSettings
            {
                Processor = "this",
                HasBfloat16 = true,
                MinBatches = 0,
                MinWork = 0,
                Folder = null,
                Take = way =>
                {
                    _turns++;
                    return new(way.Precision == Precision.Float32 ? gain : 1, [2, 2]);
                },
            },
        };
    }
}
