using Graft.Tasks;

namespace Graft.Faces;

/// <summary>What a calibration chose, and what the other people say of it.</summary>
internal sealed record CalibrationReport
{
    public required FaceCalibration Calibration { get; init; }

    /// <summary>The threshold for the gallery as it is.</summary>
    public required double Threshold { get; init; }

    /// <summary>Level of all intervals.</summary>
    public required double Level { get; init; }

    /// <summary>On the other people: how often two of them are nearer than the threshold, as the gallery scores.</summary>
    public required RateWithInterval FalseMatch { get; init; }

    /// <summary>On the other people: how often a person's own face is not nearer.</summary>
    public required RateWithInterval FalseNonMatch { get; init; }

    /// <summary>The same with photographs that have no face to decide on counted as errors.</summary>
    public double? FalseNonMatchWithFailures { get; init; }

    /// <summary>Photographs on which no face was found, described or above the floor of quality for deciding.</summary>
    public int Failures { get; init; }

    /// <summary>All photographs.</summary>
    public int Photographs { get; init; }

    /// <summary>Share of faces whose person is not first, or not below the threshold.</summary>
    public RateWithInterval? FalseNegative { get; init; }

    /// <summary>Share of faces whose person is first, whatever the distance.</summary>
    public RateWithInterval? RankOne { get; init; }

    /// <summary>Share of faces that are taken for another person.</summary>
    public RateWithInterval? WrongName { get; init; }

    /// <summary>How often strangers are taken for somebody, as the gallery grows.</summary>
    public IReadOnlyList<GrowthRow> Growth { get; init; } = [];

    /// <summary>One to one, of all pairs of faces of the other people.</summary>
    public VerificationReport? Verification { get; init; }

    /// <summary>The curve of both error rates, of all pairs of faces of the other people.</summary>
    public IReadOnlyList<(double Threshold, double FalseMatch, double FalseNonMatch)> Curve { get; init; } = [];

    /// <summary>Groups, or null where none were given.</summary>
    public GroupReport? Groups { get; init; }

    /// <summary>Names with a group that nobody has.</summary>
    public IReadOnlyList<string> NamesOfNobody { get; init; } = [];
}

/// <summary>A size of the gallery.</summary>
/// <param name="Persons">How many.</param>
/// <param name="Measured">On galleries of so many of the other people, averaged over all of them; null beyond.</param>
/// <param name="Computed">1 - (1 - FMR)^N.</param>
/// <param name="Threshold">The threshold that the calibration has for this size.</param>
internal sealed record GrowthRow(int Persons, RateWithInterval? Measured, double Computed, double Threshold);
