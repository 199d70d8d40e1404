using System.ComponentModel.DataAnnotations;
using Graft.Training;

namespace Graft;

// Threads and processes.
public abstract partial record TrainRequest
{
    /// <summary>Threads that decode and augment; 0 for one per core.</summary>
    [Range(0, 256)] public int Workers { get; init; }

    /// <summary>
    /// Processes that train together, each on its part of every batch: a launcher of MPI has started so many of this program. 0 for those of the launcher,
    /// or one without any. On all but the first the call ends by an <see cref="OperationCanceledException"/> when the run is done.
    /// </summary>
    [Range(0, 4096)] public int Ranks { get; init; } = 1;

    private IEnumerable<Problem> ExamineRanks()
    {
        if (Ranks != 1 && Model == Auto)
            yield return new Problem(nameof(Model), "Networks are compared by one process.",
                $"Name the network with {Flag.Of("--model")}: `graft compare` says which.");
    }
}
