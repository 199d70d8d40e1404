using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(3)] // in the first epoch
    [InlineData(8)] // at the end of the first phase
    [InlineData(13)] // in the second phase
    public void A_run_cancelled_and_resumed_ends_with_the_numbers_of_an_uninterrupted_one(int step)
    {
        using var folder = new TestFolder();
        var job = Job(folder);
        var whole = new Trainer().Train(job with { CheckpointFolder = null });
        using var cancel = new CancellationTokenSource();
        var steps = 0;
        var recorder = new Recorder { OnStep = _ => { if (++steps == step) cancel.Cancel(); } };

        var first = new Trainer().Train(job, recorder, cancel.Token);
        Assert.Equal(StopReason.Cancelled, first.Stopped);
        Assert.Equal(step, recorder.Steps.Count);
        var rest = new Recorder();
        var second = new Trainer().Train(job with { Resume = true }, rest);

        Assert.Equal(16 - step, rest.Steps.Count);
        Assert.Equal(step <= 8 ? step : step - 8, rest.Phases[0].StepsDone); // a phase has 8
        TinyJob.AssertSame(whole.Last, second.Last);
        TinyJob.AssertSame(whole.Best, second.Best);
        Assert.Equal(whole.History.Select(epoch => (epoch.Epoch, epoch.TrainLoss, epoch.Validation, epoch.IsBest)),
            second.History.Select(epoch => (epoch.Epoch, epoch.TrainLoss, epoch.Validation, epoch.IsBest)));
    }

    [Fact]
    public void A_finished_run_resumed_takes_no_step_and_has_the_same_result()
    {
        using var folder = new TestFolder();
        var done = new Trainer().Train(Job(folder));
        var recorder = new Recorder();
        var again = new Trainer().Train(Job(folder) with { Resume = true }, recorder);
        Assert.Empty(recorder.Steps);
        TinyJob.AssertSame(done.Last, again.Last);
        TinyJob.AssertSame(done.Best, again.Best);
    }

    [Fact]
    public void What_a_program_writes_over_the_best_weights_does_not_reach_a_resumed_run()
    {
        using var folder = new TestFolder();
        var done = new Trainer().Train(Job(folder));
        SafeTensors.Write(Path.Combine(folder["weights"], "best.safetensors"), ParameterInitialiser.Create(Job(folder).Graph, 77));
        TinyJob.AssertSame(done.Best, new Trainer().Train(Job(folder) with { Resume = true }).Best);
    }

    [Fact]
    public void A_kill_while_a_checkpoint_is_written_leaves_the_one_before()
    {
        using var folder = new TestFolder();
        var job = Job(folder);
        var whole = new Trainer().Train(job with { CheckpointFolder = null });
        var saved = 0;
        Assert.Throws<InvalidOperationException>(() => new Trainer().Train(job, new Recorder
        {
            OnCheckpoint = _ => { if (++saved == 2) throw new InvalidOperationException("killed"); },
        }));
        // What a kill in the middle of the third would leave: the other resume file half written, a temporary file, the old state.
        var state = File.ReadAllText(folder["state.json"]);
        var valid = state.Contains("resume-0") ? "resume-0" : "resume-1";
        var other = valid == "resume-0" ? "resume-1" : "resume-0";
        AtomicFile.WriteText(Path.Combine(folder["weights"], $"{other}.safetensors"), "half of a f");
        AtomicFile.WriteText(folder["state.json.1f.tmp"], "{ \"job\": ");

        var second = new Trainer().Train(job with { Resume = true });

        TinyJob.AssertSame(whole.Last, second.Last);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_stops_the_run_and_leaves_the_one_before()
    {
        using var folder = new TestFolder();
        var job = Job(folder);
        var whole = new Trainer().Train(job with { CheckpointFolder = null });
        var obstacle = Path.Combine(folder["weights"], "resume-1.safetensors"); // the second checkpoint's file
        Directory.CreateDirectory(obstacle);
        var recorder = new Recorder();

        Assert.Contains("could not be written", Assert.Throws<GraftException>(() => new Trainer().Train(job, recorder)).Message);

        Assert.Single(recorder.Checkpoints);
        Directory.Delete(obstacle);
        TinyJob.AssertSame(whole.Last, new Trainer().Train(job with { Resume = true }).Last);
    }

    [Fact]
    public void A_run_started_afresh_in_a_used_folder_forgets_the_checkpoint_that_was_there()
    {
        using var folder = new TestFolder();
        var job = Job(folder);
        new Trainer().Train(job);
        Assert.Throws<GraftException>(() => new Trainer().Train(job with { Train = new ColourImages(30, 3, 32) { Broken = 1 } }));
        Assert.False(File.Exists(folder["state.json"]));
    }

    [Fact]
    public void A_checkpoint_of_another_job_is_refused_with_what_differs()
    {
        using var folder = new TestFolder();
        var job = Job(folder);
        new Trainer().Train(job with { Phases = [new Phase(1, "head", 0.01)] });
        var failure = Assert.Throws<GraftException>(() => new Trainer().Train(job with { Resume = true, Options = job.Options with { BatchSize = 4 } }));
        Assert.Contains("epochs, learning rates, options differ", failure.Message);
    }

    [Fact]
    public void A_checkpoint_of_other_contents_or_other_changes_of_the_images_is_refused()
    {
        using var folder = new TestFolder();
        var job = Job(folder) with { DataFingerprint = "ab12", Augmentation = "light", Phases = [new Phase(1, "head", 0.01)] };
        new Trainer().Train(job);
        var failure = Assert.Throws<GraftException>(() => new Trainer().Train(job with { Resume = true, DataFingerprint = "cd34", Augmentation = "strong" }));
        Assert.Contains("augmentation, contents of the images differ", failure.Message);
        new Trainer().Train(job with { Resume = true });
    }

    [Fact]
    public void A_checkpoint_that_began_with_other_weights_is_refused_unless_only_the_heads_differ()
    {
        using var folder = new TestFolder();
        var job = Job(folder) with { Phases = [new Phase(1, "head", 0.01)] };
        new Trainer().Train(job);
        var others = ParameterInitialiser.Create(job.Graph, 77);
        var failure = Assert.Throws<GraftException>(() => new Trainer().Train(job with { Resume = true, Parameters = others }));
        Assert.Contains("weights to start from differ", failure.Message);

        var head = new ParameterSet();
        foreach (var spec in job.Graph.Parameters) head.Set(spec.Name, spec.Stage == "head" ? others[spec.Name] : job.Parameters[spec.Name]);
        new Trainer().Train(job with { Resume = true, Parameters = head });
    }

    [Fact]
    public void The_last_and_the_best_weights_lie_there_for_everybody()
    {
        using var folder = new TestFolder();
        var result = new Trainer().Train(Job(folder));
        foreach (var (file, parameters) in new[] { ("last", result.Last), ("best", result.Best) })
        {
            using var checkpoint = Checkpoint.Open(Path.Combine(folder["weights"], $"{file}.safetensors"));
            Assert.Equal(parameters.Keys.Order(), checkpoint.Entries.Keys.Order());
            Assert.All(parameters, pair => Assert.Equal(pair.Value.Data, checkpoint.Read(pair.Key).Data));
        }
    }

    [Fact]
    public void Running_statistics_are_averaged_with_the_weights_they_belong_to()
    {
        using var folder = new TestFolder();
        var job = Job(folder) with { Train = new ColourImages(8, TinyJob.Classes, TinyJob.Side), Phases = [new Phase(1, "stem", 0.01)] };

        var last = new Trainer().Train(job).Last;

        using var raw = Checkpoint.Open(Path.Combine(folder["weights"], "resume-0.safetensors"));
        var statistics = job.Graph.Parameters.Where(spec => spec.Role is ParameterRole.RunningMean or ParameterRole.RunningVariance).ToList();
        Assert.NotEmpty(statistics);
        const double keep = 2.0 / 11; // of the one step there is
        Assert.All(statistics, spec =>
        {
            var (before, after) = (job.Parameters[spec.Name].Data, raw.Read($"model/{spec.Name}").Data);
            Assert.NotEqual(before, after);
            Assert.All(last[spec.Name].Data.Index(),
                value => Assert.Equal(keep * before[value.Index] + (1 - keep) * after[value.Index], value.Item, 1e-4 * (1 + Math.Abs(value.Item))));
        });
    }

    private static TrainingJob Job(TestFolder folder)
    {
        var job = TinyJob.Create("mobilenet_v2_tiny");
        return job with { CheckpointFolder = folder.Root, Options = job.Options with { AverageDecay = 0.95, NormStatistics = NormStatistics.Moving } };
    }
}
