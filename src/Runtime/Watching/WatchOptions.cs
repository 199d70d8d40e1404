namespace Graft.Runtime;

/// <summary>How a service watches whether the images that it gets are like those its models were made for.</summary>
public sealed record WatchOptions
{
    /// <summary>Different images that are compared with the reference at a time, 20 to 1000.</summary>
    public int Window { get; init; } = 200;

    /// <summary>How often a window of unchanged images may be called unlike by mistake: 0.001 to 0.2.</summary>
    public double FalseAlarms { get; init; } = DriftJudge.DefaultFalseAlarms;

    /// <summary>The share of the workers' time that watching may take, above 0 and up to 1.</summary>
    internal double MaxShare { get; init; } = 0.02;

    /// <exception cref="GraftException">An option is out of range.</exception>
    internal void Validate()
    {
        if (Window is not (>= Artifacts.ReferenceStatistics.FewestImages and <= 1000))
            throw new GraftException($"{Flag.Of("--watch-window")} is {Window}.", $"{Artifacts.ReferenceStatistics.FewestImages} to 1000 images are expected.");
        DriftJudge.RequireRate(Flag.Of("--watch-false-alarms"), FalseAlarms);
    }
}
