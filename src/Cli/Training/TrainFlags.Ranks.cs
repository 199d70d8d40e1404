namespace Graft.Cli;

internal static partial class TrainFlags
{
    // Training on several processes.
    private static IEnumerable<TrainFlag> Ranks() =>
    [
        Flag<TrainRequest, int>(
            "--ranks", nameof(TrainRequest.Ranks),
            "processes that train together, each on its part of every batch; started here by mpirun, unless a launcher of MPI has started this one",
            (request, value) => request with { Ranks = value }),
    ];
}
