using Graft.Artifacts;
using Graft.Networks;
using Graft.Reports;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Trainings that end with a file of 8 bits beside that of 32: which do, why others do not, and how it is written.</summary>
internal static class Int8Training
{
    private const string Compared = "Networks and strategies are compared in 32 bits.";
    private const string Export = "Leave it out, and write the file of 8 bits when the run is finished: `graft export RUN --precision int8`.";

    private const string OfRanks = "Ranges of 8 bits are observed by one process, and ranks would have none.";
    private const string OfRanksCure = "Train with one process, or in 32 bits and then use `graft export RUN --precision int8`.";

    /// <summary>Whether a file of 8 bits is written at the end.</summary>
    public static bool IsAsked(TrainRequest request) => request.Precision == Precision.Int8 || request.QuantisationAware;

    /// <summary>Refuses 8 bits where candidates are compared.</summary>
    /// <exception cref="GraftException">They are asked for.</exception>
    public static void RequireSingle(TrainRequest request)
    {
        if (IsAsked(request)) throw new GraftException(Compared, cure: Export);
    }

    /// <summary>Refuses 8 bits where several processes train.</summary>
    /// <exception cref="GraftException">They are asked for.</exception>
    public static void RequireOneProcess(TrainRequest request, int processes)
    {
        if (processes > 1 && IsAsked(request)) throw new GraftException(OfRanks, cure: OfRanksCure);
    }

    /// <summary>What cannot be of the options that ask for 8 bits.</summary>
    public static IEnumerable<Problem> Problems(TrainRequest request)
    {
        var (isFrozen, isAuto) = (request.Precision == Precision.Int8, request.Model == TrainRequest.Auto);
        if (!IsAsked(request)) yield break;
        if (request.Ranks > 1) yield return new Problem(nameof(TrainRequest.Ranks), OfRanks, OfRanksCure);
        if (isAuto)
            yield return new Problem(isFrozen ? nameof(TrainRequest.Precision) : nameof(TrainRequest.QuantisationAware), Compared, Export);
        else if (isFrozen && WhyNotFrozen(request) is { } why)
            yield return new Problem(nameof(TrainRequest.Precision), why, request is { Task: TaskKind.Classify, Strategy: Strategy.Partial or Strategy.Full }
                ? $"Use {Flag.Of("--qat")} in its place, which trains the network to be rounded." : Export);
        if (!request.QuantisationAware || isAuto) yield break;
        if (WhyNotTuned(request) is { } other)
            yield return new Problem(nameof(TrainRequest.QuantisationAware), other.Why, other.Cure);
        else if (request.Precision == Precision.Bfloat16)
            yield return new Problem(nameof(TrainRequest.Precision), "bfloat16 rounds activations by itself, and in another way than 8 bits do.",
                $"Leave it out: {Flag.Of("--qat")} computes in float32.");
    }

    // Of every task and strategy one sentence.
    private static (string Why, string Cure)? WhyNotTuned(TrainRequest request) => (request.Task, request.Strategy) switch
    {
        (TaskKind.Classify, Strategy.Partial or Strategy.Full) => null,
        (TaskKind.Classify, Strategy.Probe or Strategy.Head) => ("The network is frozen, so that it cannot learn to be rounded.",
            $"Use {Flag.Of("--precision", Manifest.Int8)}, which fits on what it answers in 8 bits."),
        (TaskKind.Classify, Strategy.Gradual) => ("Its probe and the blend with it are fitted in 32 bits.", $"Use {Flag.Of("--strategy", "full")}."),
        (TaskKind.Classify, _) => ("Ranges of 8 bits are observed before the first step, when a network from scratch has none worth keeping.",
            $"Train it first, then use {Flag.Of("--weights")} and {Flag.Of("--strategy", "full")}."),
        (TaskKind.Identities, _) => ("Descriptors are compared with kept ones, and those of 8 bits are others.", Export),
        (TaskKind.Segment, _) => ("A new decoder has no statistics and no ranges before it is trained.", Export),
        _ => ("A detector's new layers have no ranges before they are trained, and run on maps of several sizes, each with ranges of its own.", Export),
    };

    // The features of 8 bits are those of a network that does not change: for whatever else is trained, one sentence.
    private static string? WhyNotFrozen(TrainRequest request) => (request.Task, request.Strategy) switch
    {
        (TaskKind.Classify, Strategy.Probe or Strategy.Head) => null,
        (TaskKind.Classify, var strategy) => "In 8 bits only a frozen network runs, while its probe or head is fitted; "
            + $"the strategy '{strategy.ToString().ToLowerInvariant()}' changes the network.",
        (TaskKind.Identities, _) => "Descriptors are compared with kept ones, and those of 8 bits are others: identities are trained in 32 bits.",
        _ => "Necks, decoders and heads for objects and pixels are layers of the network, which are trained in 32 bits whatever is frozen.",
    };

    /// <summary>
    /// Writes it, measured beside that of 32 bits. A loss that is too large leaves none, and so does a failure: the training is done, and worth more.
    /// </summary>
    /// <param name="run">The run, with its model file and best weights.</param>
    /// <param name="task">What the task brings to it.</param>
    /// <param name="data">Its data.</param>
    /// <param name="singles">What the file of 32 bits was measured at.</param>
    /// <returns>The file, or the sentence that says why there is none.</returns>
    public static (Int8Result? Result, string? WhyNot) Write(RunFit run, IRunTask task, RunData data, IReadOnlyList<SplitReport> singles)
    {
        var (folder, manifest) = (run.Folder, ModelFile.ReadManifest(run.Folder.Model));
        try
        {
            using var checkpoint = Checkpoint.Open(Path.Combine(folder.Weights, "best.safetensors"));
            var network = TaskTable.Of(task.Request.Task).Network(checkpoint, manifest);
            var target = RunExport.TargetOf(folder, Manifest.Int8);
            return (RunInt8.OfRun(folder, network, (task, data, singles), target, new(), run.Progress, run.Cancellation), null);
        }
        catch (GraftException failure)
        {
            var why = $"No file of 8 bits was written: {failure.What} {failure.Expected}".TrimEnd();
            run.Progress.Report(new RunEvent.Message(why, IsWarning: true));
            return (null, why);
        }
    }
}
