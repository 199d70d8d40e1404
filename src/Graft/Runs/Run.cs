using Graft.Artifacts;
using Graft.Data;
using Graft.Networks;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>
/// The one training that every task shares: validate, prepare, open the folder, fit, export through the parity gate, measure the exported file, write the
/// report. Nothing is written before everything is validated, and a start that fails leaves no folder.
/// </summary>
internal static class Run
{
    /// <summary>Trains from the beginning.</summary>
    /// <param name="request">What is asked for; null is refused.</param>
    /// <param name="task">What the task brings to a run of it.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops after the step under way and leaves a checkpoint.</param>
    /// <exception cref="ProblemsException">The request or the data has problems; all are listed and nothing was written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the folder can be resumed.</exception>
    public static TrainResult<TReport> Start<TRequest, TReport>(
        TRequest request, Func<TRequest, IRunTask<TReport>> task, IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TRequest : TrainRequest
        where TReport : EvaluationReport
    {
        ArgumentNullException.ThrowIfNull(request);
        return Start(task(AutoModel.Choose(request, progress, cancellation)), progress, cancellation);
    }

    /// <summary>As above, with a network that has been chosen.</summary>
    public static TrainResult<TReport> Start<TReport>(IRunTask<TReport> task, IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TReport : EvaluationReport
    {
        EngineFiles.Require();
        ComputeDevice.RequireCpu();
        var ranks = RunRanks.Of(task.Request);
        if (ranks.Rank > 0) throw RunRanks.Follow(task, ranks, cancellation);
        var started = DateTimeOffset.Now;
        // The trainer is loaded here by a replay and by ranks alone: others may be refused for their data before it is.
        using var threads = task.Request.Replay?.Threads is { } count ? EngineThreads.Use(count) : RunRanks.ThreadsOf(ranks);
        var (subject, inputs) = ranks.Together(() => RunStart.Look(task, ranks, progress, cancellation));
        using var begun = ranks.Together(() => RunStart.Begin(task, ranks, subject, inputs, progress, cancellation));
        try
        {
            return begun.Log.Ended(() => Finish(task, begun.Subject, begun.Fit, started));
        }
        catch (OperationCanceledException) when (task.Request.Replay is not null && begun.Fit.Folder.IsNew)
        {
            // What it repeats of the run is not in its folder: going on from there would be another training.
            begun.Discard();
            throw;
        }
        finally
        {
            ranks.Barrier();
        }
    }

    /// <summary>The run's folder has a name, and can be made.</summary>
    /// <exception cref="GraftException">It has none, or cannot be made.</exception>
    internal static void RequirePlaces(TrainRequest request)
    {
        RunFolder.RequireName(RunFolder.NameOf(request));
        OutputPlace.RequireFolder(request.Project, Flag.Of("--project"));
        if (request.ExistOk) OutputPlace.RequireFolder(Path.Combine(request.Project, RunFolder.NameOf(request)), Flag.Of("--project"));
    }

    /// <summary>Goes on from a run's checkpoint, or from its beginning where it was stopped before the first one.</summary>
    /// <param name="folder">Opens the run, locked.</param>
    /// <param name="task">The task of its request, with what the user changed.</param>
    /// <param name="changed">Tells what may differ from the checkpoint: see <see cref="RunArguments.Changeable"/>.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops after the step under way and leaves a checkpoint.</param>
    /// <exception cref="GraftException">Data, weights or settings are not those of the checkpoint; nothing was changed.</exception>
    public static TrainResult<TReport> Continue<TReport>(
        Func<RunFolder> folder, IRunTask<TReport> task, Func<IReadOnlySet<string>> changed, IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TReport : EvaluationReport
    {
        EngineFiles.Require();
        ComputeDevice.RequireCpu();
        var ranks = RunRanks.Of(task.Request);
        if (ranks.Rank > 0) throw RunRanks.Follow(task, ranks, cancellation);
        var started = DateTimeOffset.Now;
        using var threads = RunRanks.ThreadsOf(ranks);
        RunFolder? opened = null;
        try
        {
            var (subject, differing) = ranks.Together(() => RunStart.Look(opened = folder(), task, changed, ranks, progress, cancellation));
            using var begun = ranks.Together(() => RunStart.GoOn(opened!, task, subject, differing, ranks, progress, cancellation));
            try
            {
                return begun.Log.Ended(() => Finish(task, begun.Subject, begun.Fit, started));
            }
            finally
            {
                ranks.Barrier(); // the others wait for the end
            }
        }
        finally
        {
            opened?.Dispose();
        }
    }

    private static TrainResult<TReport> Finish<TReport>(IRunTask<TReport> task, RunSubject subject, RunFit run, DateTimeOffset started)
        where TReport : EvaluationReport
    {
        var (folder, log) = (run.Folder, run.Progress);
        Announce(task.Request, subject, folder, log);
        try
        {
            var fit = RunRanks.Guarded(run.Ranks, () => task.Fit(run, subject));
            if (fit.Engine is not null) folder.WriteJson("transfer.json", subject.Transfer with { Engine = fit.Engine, LastStep = fit.LastStep });
            if (fit.IsCancelled) throw new OperationCanceledException();
            var manifest = task.Describe(ManifestOf(task.Request, subject), fit, run);
            var copies = Unit.CopiesOf(subject.Split.Validation, subject.Examination);
            var byLoss = task.Request.MonitoredMetric == ValidationMetrics.LossName;
            var selection = RunEnvironment.SelectionOf(task.Request, fit.History, [.. task.Chosen, .. NetworkOf(task.Request, folder)]) is { } chosen
                ? chosen with { Optimism = SelectionOptimism.Of(fit.Candidates, byLoss, task.Request.Seed, copies) } : null;
            // Images that chose nothing are as good as a test.
            var seen = SeenImages.Of(fit.IsUntrained ? [] : subject.Split.TrainHashes, selection is null ? [] : subject.Split.ValidationHashes)
                .With(subject.Origin?.Seen);
            SafeTensors.Write(Path.Combine(folder.Weights, "best.safetensors"), fit.Parameters,
                WeightsLedger.Header(subject.Model, subject.Origin, task.WeightsMetadata, seen));
            var parity = task.Export(folder.Model, fit.Parameters, manifest with { Seen = seen });
            if (parity.Rejected.Count > 0)
                log.Report(new RunEvent.Message(
                    $"The parity gate passed over {parity.Rejected.Count} of its images and took others: {string.Join(" ", parity.Rejected)}",
                    IsWarning: true));
            var result = Measured(task, subject, run, (fit, selection), parity, started);
            if (!task.Request.KeepState) folder.DropResumeState();
            return result;
        }
        catch (OperationCanceledException cancelled)
        {
            throw new OperationCanceledException(
                task.Request.Replay is { } replay ? $"Stopped. `graft replay {Shell.Quote(Shell.Short(replay.Folder.FullPath))}` begins again."
                    : $"Stopped. `{folder.ResumeCommand}` goes on from there.", cancelled, cancelled.CancellationToken);
        }
    }

    private static TrainResult<TReport> Measured<TReport>(
        IRunTask<TReport> task, RunSubject subject, RunFit run, (FitResult Fit, Selection? Selection) trained, Parity parity, DateTimeOffset started)
        where TReport : EvaluationReport
    {
        var (fit, selection) = trained;
        var (folder, request) = (run.Folder, task.Request);
        var measuring = new Measuring(ReportSplits.Validation, request.Seed, run.Progress, run.Cancellation) { Examination = subject.Examination };
        if (TaskTable.Of(request.Task).HasReference) ReferenceImages.Keep(folder.Model, subject.Data, request, run.Progress, run.Cancellation);
        if (TaskTable.Of(request.Task).NoAbstention is null)
            AbstentionImages.Keep(folder.Model, subject.Data, request, HeldOutOf(fit, selection), run.Progress, run.Cancellation);
        Measuring[] splits = subject.Split.Test.Count > 0 ? [measuring, measuring with { Split = ReportSplits.Test }] : [measuring];
        var measured = task.Measure(folder.Model, splits);
        var (int8, noInt8) = Int8Training.IsAsked(request) ? Int8Training.Write(run, task, subject.Data, measured) : default;
        var comparison = subject.Predecessor?.Compare(measured[^1], selection);
        var transfer = TransferRows.Of(subject.Transfer);
        var facts = RunEnvironment.FactsOf(request, folder.Name, started, transfer, fit.Engine) with
        {
            Model = subject.Model,
            FitTime = fit.Time,
            Selection = selection,
            Comparison = comparison,
            Origin = subject.Origin,
            Augmentation = task.AugmentationDetail is { } detail ? $"{request.AugmentationName}, {detail}" : request.AugmentationName,
            Added = subject.Added?.Summary,
            Notes = [.. ChosenIn(folder), .. TakenBy(request, subject), .. fit.Notes, .. int8?.Lines() ?? [], .. noInt8 is null ? [] : new[] { noInt8 }],
        };
        var report = ReportWriter.Write(folder, facts, parity.Describe(task.ParityUnit), measured, fit.History, task.Summary);
        run.Progress.Report(new RunEvent.Finished(RunMetrics.Of(measured[0].Report)));
        if (comparison?.Verdict is ComparisonVerdict.Worse or ComparisonVerdict.TooFew or ComparisonVerdict.NotCompared)
            run.Progress.Report(new RunEvent.Message(comparison.Summary, IsWarning: true));
        return new TrainResult<TReport>
        {
            Folder = folder,
            Validation = (TReport)measured[0].Report,
            Test = measured.Count > 1 ? (TReport)measured[1].Report : null,
            Compared = comparison,
            Int8 = int8,
            History = fit.History,
            FitTime = fit.Time,
            ParityDifference = parity.Difference,
            MaskParityDifference = parity.MaskDifference,
            ParityRejections = parity.Rejected,
            Added = subject.Added?.Names.Count ?? 0,
            Report = report,
        };
    }

    // Of the probe its folds; otherwise the validation images, which then chose something else too.
    private static AbstentionSource HeldOutOf(FitResult fit, Selection? selection) => fit.HeldOut is { } folds
        ? new() { Folds = folds, Chosen = "the penalty and the temperature" }
        : new() { Chosen = selection is null ? null : Words.And(selection.Chose) };

    private static void Announce(TrainRequest request, RunSubject subject, RunFolder folder, IProgress<RunEvent> log)
    {
        log.Report(new RunEvent.Started(folder.FullPath,
            $"{request.Strategy.ToString().ToLowerInvariant()} on {subject.Description ?? subject.Model}: " +
            $"{subject.Split.Train.Count} training and {Words.Count(subject.Split.Validation.Count, "validation image")}, "
            + (subject.Split.Test.Count > 0 ? $"{Words.Count(subject.Split.Test.Count, "test image")}, " : "")
            + Words.Count(subject.Classes.Count, subject.ClassWords.One, subject.ClassWords.Many)));
        if (subject.Added is { } added) log.Report(new RunEvent.Message(added.Summary, IsWarning: added.Names.Count == 0));
        if (subject.Predecessor is { } old) log.Report(new RunEvent.Message(old.Announcement, IsWarning: old.Images.Count == 0));
        // The oldest of the line is the one that was published under it.
        if (subject.Origin?.Lineage().LastOrDefault(weights => LicenceTerms.ForbidsCommercialUse(weights.Licence)) is { } weights)
            log.Report(new RunEvent.Message(
                $"The pretrained weights {weights.Name} are under {weights.Licence}, which forbids commercial use, of what is trained from them too.",
                IsWarning: true));
        foreach (var note in ChosenIn(folder).Concat(TakenBy(request, subject)).Concat(subject.Notes)) log.Report(new RunEvent.Message(note));
        log.Report(new RunEvent.Transfer(TransferRows.Of(subject.Transfer)));
    }

    // Classifiers are compared on training images.
    private static IEnumerable<string> NetworkOf(TrainRequest request, RunFolder folder) =>
        request.Task != TaskKind.Classify && CompareFiles.ChosenIn(folder) is not null ? ["the network"] : [];

    private static IEnumerable<string> ChosenIn(RunFolder folder) => CompareFiles.ChosenIn(folder) is { } choice ? [choice] : [];

    // What a file of the user's gave and what was left in it; published files hold what their name says.
    private static IEnumerable<string> TakenBy(TrainRequest request, RunSubject subject) =>
        request.Weights is not null && subject.Loaded?.Describe() is { } taken ? [taken] : [];

    private static Manifest ManifestOf(TrainRequest request, RunSubject subject) => new()
    {
        Task = request.Task.Name(),
        Model = subject.Model,
        Classes = subject.Classes,
        Preprocess = subject.Preprocess,
        PreprocessHash = subject.Preprocess.Hash,
        Origin = subject.Origin,
        DataFingerprint = subject.Split.Fingerprint,
        Producer = RunEnvironment.Producer,
    };
}
