namespace Graft;

/// <summary>
/// <c>--model auto</c>: networks and strategies are compared before the run begins, and the best is trained. Classifiers are compared on the training
/// images alone, so that the validation images measure what nothing of them chose.
/// </summary>
internal static class AutoModel
{
    /// <summary>Seconds unless told otherwise.</summary>
    public const double DefaultSeconds = 1200;

    /// <summary>The same for a command line.</summary>
    public const string DefaultTime = "20m";

    /// <summary>The request with the best network and strategy; as it is where the user named the network.</summary>
    /// <exception cref="GraftException">As a comparison.</exception>
    public static TRequest Choose<TRequest>(TRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
        where TRequest : TrainRequest
    {
        if (request.Model != TrainRequest.Auto) return request;
        request.Validate();
        Run.RequirePlaces(request);
        OldModel.Of(request, request.ExistOk ? Path.Combine(request.Project, RunFolder.NameOf(request)) : null,
            TaskTable.Of(request.Task).Run(request).Open);
        var result = CandidateComparison.Run(ComparisonOf(request), progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var chosen = $"{result.Best.Candidate.Name} was chosen among {Words.Count(result.Rows.Count, "candidate")} by {result.Best.Metric} on "
            + (request.Task == TaskKind.Classify ? "held-out folds of the training images" : "the validation images") + $"; see {RunFolder.Compared}";
        return (TRequest)(result.Best.Candidate.Of(request) with { CompareSeconds = null, Comparison = result with { Chosen = chosen } });
    }

    /// <summary>What is compared for a request.</summary>
    internal static CompareRequest ComparisonOf(TrainRequest request) => new()
    {
        Training = request with { CompareSeconds = null },
        Strategies = request.IsStrategyGiven ? [request.Strategy] : [],
        SecondsLimit = request.CompareSeconds ?? DefaultSeconds,
        KeepsValidation = true,
    };
}
