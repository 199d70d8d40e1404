using System.Reflection;
using System.Text.Json;
using Graft.Data;
using Graft.Networks;
using Graft.Training;

namespace Graft.Tests.Runs;

/// <summary>What is asked for is what is trained: no property of a request is without effect.</summary>
public sealed class RequestToJobTests
{
    // These decide where a run lies, when it ends, and what may be wrong with its data; RunTests and EveryFormatTests show their effect.
    private static readonly string[] OfTheRun =
    [
        nameof(TrainRequest.Project), nameof(TrainRequest.Name), nameof(TrainRequest.ExistOk), nameof(TrainRequest.KeepState),
        nameof(TrainRequest.SecondsLimit), nameof(TrainRequest.OnBadImage), nameof(TrainRequest.Data),
        nameof(TrainRequest.NearDuplicateBits), nameof(TrainRequest.Against), nameof(TrainRequest.Log),
        nameof(TrainRequest.Ranks), nameof(TrainRequest.StepTimeout),
    ];

    private static readonly Dictionary<string, object> Others = new()
    {
        [nameof(TrainRequest.Model)] = "another",
        [nameof(TrainRequest.Add)] = "nowhere",
        [nameof(TrainRequest.CompareSeconds)] = 60.0,
        [nameof(TrainRequest.Weights)] = "weights.pth",
        [nameof(TrainRequest.Strategy)] = Strategy.Head,
        [nameof(TrainRequest.Freeze)] = "stage1",
        [nameof(TrainRequest.ImageSize)] = 96,
        [nameof(TrainRequest.LearningRate)] = 0.02,
        [nameof(TrainRequest.LearningRatePer)] = 256,
        [nameof(TrainRequest.LayerDecay)] = 0.5,
        [nameof(TrainRequest.Optimizer)] = OptimizerKind.Sgd,
        [nameof(TrainRequest.Precision)] = Precision.Bfloat16,
        [nameof(TrainRequest.Monitor)] = "loss",
        [nameof(TrainRequest.ValidationShare)] = 0.4,
        [nameof(TrainRequest.TestShare)] = 0.25,
        [nameof(SegmentRequest.Schedule)] = RateDecay.Cosine,
        [nameof(SegmentRequest.CropSize)] = 32,
        [nameof(SegmentRequest.Loss)] = new SegmentationLossOptions { Dice = 0.25 },
        [nameof(IdentityRequest.Margin)] = 0.1,
        [nameof(IdentityRequest.Alignment)] = "arcface112",
        [nameof(DetectRequest.Pyramid)] = new PyramidChoice { Width = 24 },
    };

    public static TheoryData<TaskKind, string> Properties
    {
        get
        {
            var data = new TheoryData<TaskKind, string>();
            foreach (var row in TaskTable.Rows)
                foreach (var property in row.RequestType.GetProperties().Where(property => property.CanWrite && !OfTheRun.Contains(property.Name)))
                    data.Add(row.Kind, property.Name);
            return data;
        }
    }

    [Theory, MemberData(nameof(Properties))]
    public void A_property_changes_the_job_or_is_refused(TaskKind kind, string name)
    {
        // Data that comes divided is not divided again, which the flag's help says.
        if (name == nameof(TrainRequest.ValidationShare) && kind is not (TaskKind.Classify or TaskKind.Identities)) return;
        using var folder = new TestFolder();
        var request = TinyRequests.Of(kind, folder);
        var property = request.GetType().GetProperty(name)!;
        var changed = JobOf(With(request, property, Other(property, property.GetValue(request))));
        if (changed is not null) Assert.NotEqual(JobOf(request), changed);
    }

    /// <summary>Everything that the trainer is given, as a text; null where the request is refused.</summary>
    private static string? JobOf(TrainRequest request)
    {
        try
        {
            request.Validate();
            var job = request switch
            {
                ClassifyRequest classify => Prepared(new ClassifierRun(classify)),
                IdentityRequest identity => Prepared(new IdentityRun(identity)),
                SegmentRequest segment => Prepared(new SegmenterRun(segment)),
                _ => Prepared(new DetectorRun((DetectRequest)request)),
            };
            Trainer.Examine(job);
            return string.Join('\n', JsonSerializer.Serialize(job.Options, Json.Compact), JsonSerializer.Serialize(job.Phases, Json.Compact), job.Task,
                job.Ranks, job.Preprocess.Hash, job.Augmentation, string.Join(',', Enumerable.Range(0, job.Train.Count).Select(job.Train.NameOf)),
                string.Join(',', job.Parameters.Select(parameter =>
                    $"{parameter.Key} {string.Join('x', parameter.Value.Shape)} {parameter.Value.Data.Sum()}")));
        }
        catch (GraftException)
        {
            return null;
        }
    }

    private static TrainingJob Prepared<TReport>(IRunTask<TReport> task)
        where TReport : Graft.Tasks.EvaluationReport
    {
        return task.Prepare(null, default).Job;
    }

    private static TrainRequest With(TrainRequest request, PropertyInfo property, object? value)
    {
        var copy = request with { };
        property.SetValue(copy, value);
        return copy;
    }

    private static object Other(PropertyInfo property, object? now) => now is IdentityLoss ? IdentityLoss.ArcFace
        // At least ten identities are tested in any case.
        : property.Name == nameof(TrainRequest.TestShare) && now is > 0.0 ? 0.7
        : Others.TryGetValue(property.Name, out var other) ? other : now switch
        {
            int number => number + 1,
            ulong number => number + 1,
            double number => number + 0.1 is var more && property.Name == nameof(TrainRequest.Ema) ? number == 0 ? 0.9 : 0.5 : more,
            bool word => !word,
            AugmentationOptions => AugmentationOptions.Strong,
            ObjectAugmentationOptions => ObjectAugmentationOptions.Strong,
            MaskAugmentationOptions => MaskAugmentationOptions.Strong,
            _ => throw new InvalidOperationException($"{property.Name} needs another value in this test."),
        };
}
