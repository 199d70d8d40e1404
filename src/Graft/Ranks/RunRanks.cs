using Graft.Mpi;
using Graft.Training;

namespace Graft;

/// <summary>The processes of a run: rank 0 writes its files and says what there is to say, the others prepare the same and train along.</summary>
internal static class RunRanks
{
    /// <summary>The ranks of a request. MPI is loaded only where a launcher of it started this process and the request wants it.</summary>
    /// <exception cref="GraftException">There are other processes than were asked for, or the library does not load.</exception>
    public static ICollective Of(TrainRequest request)
    {
        if (request.Ranks == 1) return OneProcess.Instance;
        if (MpiLauncher.Current is not { } launcher)
            return request.Ranks == 0 ? OneProcess.Instance : throw new GraftException(
                $"This is one process, and {request.Ranks} ranks were asked for.", "Expected a launcher of MPI to have started them.",
                $"Start the program by `mpirun -np {request.Ranks}`, or leave {Flag.Of("--ranks")} at 1.");
        var ranks = MpiCollective.Open(launcher);
        Int8Training.RequireOneProcess(request, ranks.Size);
        if (request.Ranks > 0 && ranks.Size != request.Ranks)
            throw new GraftException($"The launcher started {Words.Count(ranks.Size, "process", "processes")}, and {request.Ranks} ranks were asked for.",
                "Expected as many.", $"Leave {Flag.Of("--ranks")} out: the launcher decides.");
        ranks.Watch(request.StepTimeout);
        return ranks;
    }

    /// <summary>Threads for the trainer until disposal: those of its host, divided among the ranks that may use the same processors.</summary>
    public static IDisposable? ThreadsOf(ICollective ranks)
    {
        if (ranks.Size == 1) return null;
        var places = ranks.Texts($"{Environment.MachineName} {TurnClock.AllowedProcessors}");
        return EngineThreads.Use(Math.Max(1, Environment.ProcessorCount / places.Count(place => place == places[ranks.Rank])));
    }

    /// <summary>A run on another rank than 0: prepares and trains, and writes nothing.</summary>
    /// <returns>How the rank ends.</returns>
    public static RankEndedException Follow(IRunTask task, ICollective ranks, CancellationToken cancellation)
    {
        using var threads = ThreadsOf(ranks);
        var subject = ranks.Together(() =>
        {
            task.Request.Validate();
            var prepared = task.Prepare(null, cancellation);
            Trainer.Examine(prepared.Job with { Collective = ranks });
            return prepared;
        });
        ranks.Together(() => true); // rank 0 opens the folder
        Guarded(ranks, () => task.Fit(RunFit.Of(ranks, cancellation), subject));
        ranks.Barrier(); // until rank 0 has exported and measured
        return new RankEndedException(ranks.Rank, ranks.Size);
    }

    /// <summary>Training, of which no rank can leave the others: what one meets ends all of them with its words.</summary>
    public static FitResult Guarded(ICollective ranks, Func<FitResult> fit)
    {
        try
        {
            return fit();
        }
        catch (Exception failure) when (ranks.Size > 1)
        {
            ranks.Abort(failure.Message, failure is GraftException { ExitCode: var code } ? code : 1);
            throw;
        }
    }
}
