using Graft.Runtime;

namespace Graft.Cli;

/// <summary>The answer of <c>graft predict</c> for one image.</summary>
internal sealed record PredictionDto(string Path)
{
    /// <summary>The class; null when the image could not be read or no score reaches <c>--conf</c>.</summary>
    public string? Class { get; init; }

    /// <summary>Probability of the best class; null when the image could not be read.</summary>
    public float? Score { get; init; }

    /// <summary>Probability of every class; null when the image could not be read.</summary>
    public IReadOnlyDictionary<string, float>? Scores { get; init; }

    /// <summary>Why the image could not be read.</summary>
    public string? Error { get; init; }

    public static PredictionDto Of(ClassificationPrediction prediction, IReadOnlyList<string> classes, double threshold) =>
        prediction.Failure is { } failure
            ? new(prediction.Path) { Error = failure.Message }
            : new(prediction.Path)
            {
                Class = prediction.Score >= threshold ? prediction.ClassName : null,
                Score = prediction.Score,
                Scores = classes.Zip(prediction.Scores).ToDictionary(pair => pair.First, pair => pair.Second),
            };
}
