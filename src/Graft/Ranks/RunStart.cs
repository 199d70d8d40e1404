using Graft.Artifacts;
using Graft.Reports;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>
/// How a run begins, on the rank that writes: first everything is looked at, then the folder is opened. Other ranks may refuse in between.
/// </summary>
internal static class RunStart
{
    /// <summary>What is looked at before anything is written.</summary>
    public static (RunSubject Subject, RunInputs Inputs) Look<TReport>(
        IRunTask<TReport> task, ICollective ranks, IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TReport : EvaluationReport
    {
        var request = task.Request;
        request.Validate();
        Run.RequirePlaces(request);
        var subject = Prepare(task, request.ExistOk ? Path.Combine(request.Project, RunFolder.NameOf(request)) : null, progress, cancellation);
        var inputs = RunInputs.Of(subject);
        request.Replay?.Require(subject, inputs);
        Trainer.Examine(subject.Job with { Collective = ranks });
        return (subject, inputs);
    }

    /// <summary>Opens the folder and writes what the run begins with; a start that fails leaves no folder.</summary>
    public static RunBegun Begin<TReport>(IRunTask<TReport> task, ICollective ranks, RunSubject subject, RunInputs inputs, IProgress<RunEvent>? progress,
        CancellationToken cancellation)
        where TReport : EvaluationReport
    {
        var request = task.Request;
        var folder = RunFolder.Lock(request.Project, RunFolder.NameOf(request), request.ExistOk);
        EventLog? log = null;
        try
        {
            folder.Clear();
            log = new EventLog(folder, request, progress);
            RunArguments.Write(folder, request with { Ranks = ranks.Size });
            if (request.Comparison is { } comparison) CompareFiles.Write(Directory.CreateDirectory(folder[RunFolder.Compared]).FullName, comparison);
            folder.WriteJson(RunInputs.FileName, inputs);
            folder.WriteJson("transfer.json", subject.Transfer);
            folder.WriteJson("split.json", subject.Split with { Added = subject.Added is null ? null : [.. subject.Added.Names.Values] });
            TrainingSheet.Write(folder, subject.Job.Train.Count, task.TrainingImage, subject.TrainingImageSize);
            var fit = new RunFit(folder, Resumes: false, new HashSet<string>(), log, cancellation) { Engine = request.Replay?.Engine, Ranks = ranks };
            return new(subject, fit, log);
        }
        catch
        {
            log?.Dispose();
            if (folder.IsNew) folder.Discard();
            else folder.Dispose();
            throw;
        }
    }

    /// <summary>As above, of a run that goes on.</summary>
    public static (RunSubject Subject, IReadOnlySet<string> Changed) Look<TReport>(RunFolder folder, IRunTask<TReport> task,
        Func<IReadOnlySet<string>> change, ICollective ranks, IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TReport : EvaluationReport
    {
        var changed = change();
        task.Request.Validate();
        var subject = Prepare(task, folder.FullPath, progress, cancellation);
        Trainer.Examine(subject.Job with { CheckpointFolder = folder.FullPath, Resume = true, Changed = changed, Collective = ranks });
        return (subject, changed);
    }

    /// <summary>Writes what is different when a run goes on.</summary>
    public static RunBegun GoOn<TReport>(RunFolder folder, IRunTask<TReport> task, RunSubject subject, IReadOnlySet<string> changed, ICollective ranks,
        IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TReport : EvaluationReport
    {
        var log = new EventLog(folder, task.Request, progress);
        try
        {
            RunArguments.Write(folder, task.Request with { Ranks = ranks.Size });
            RunInputs.Resumed(folder, changed);
            return new(subject, new RunFit(folder, Resumes: true, changed, log, cancellation) { Ranks = ranks }, log);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    // A folder that is there already is written over. What can be refused without an image is refused before the images are looked at.
    private static RunSubject Prepare<TReport>(IRunTask<TReport> task, string? folder, IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TReport : EvaluationReport
    {
        var old = OldModel.Of(task.Request, folder, task.Open);
        Preparation.RequireAdded(task.Request);
        var subject = task.Prepare(progress, cancellation);
        OnnxSize.Require(subject.Graph);
        return subject with { Predecessor = old is null ? null : Predecessor.Of(old, task.Request, subject) };
    }
}
