namespace Graft.Data;

/// <summary>What was composed.</summary>
/// <param name="Classes">Class names in the order of the categories.</param>
/// <param name="TrainPictures">Pictures to train with.</param>
/// <param name="ValidationPictures">Pictures to validate with.</param>
/// <param name="TrainObjects">Objects on the former.</param>
/// <param name="ValidationObjects">Objects on the latter.</param>
public sealed record CompositionResult(IReadOnlyList<string> Classes, int TrainPictures, int ValidationPictures, int TrainObjects, int ValidationObjects)
{
    /// <summary>Pictures to test with.</summary>
    public int TestPictures { get; init; }

    /// <summary>Objects on them.</summary>
    public int TestObjects { get; init; }

    /// <summary>What the readers and examinations noticed and did not refuse.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];
}
