using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>How a detector is written.</summary>
internal sealed record DetectorOnnxOptions
{
    /// <summary>Normalisation, and the multiple that both sides of the input are.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>How its numbers are stored.</summary>
    public OnnxForm Form { get; init; } = OnnxForm.Single;

    /// <summary>Proposals of a two-stage detector.</summary>
    public ProposalOptions Proposals { get; init; } = new();

    /// <summary>Which detections are kept; the score can be given anew with every run (<see cref="DetectorOnnxWriter.ScoreThreshold"/>).</summary>
    public DetectionOptions Detection { get; init; } = new();
}
