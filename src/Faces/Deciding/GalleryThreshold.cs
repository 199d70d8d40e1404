using System.Globalization;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>The thresholds of a gallery as it is now, and what they rest on.</summary>
/// <param name="Match">Below it a face is a match.</param>
/// <param name="NoMatch">From it on a face is unknown.</param>
/// <param name="Evidence">A sentence.</param>
internal sealed record GalleryThreshold(double Match, double NoMatch, string Evidence)
{
    private const string NotMeasured = "nobody has measured here how often a stranger reaches it";

    private FaceCalibration? _calibration;
    private int _persons;

    /// <summary>The threshold of an uncalibrated comparison, and what it is; null where the descriptor's author has set none.</summary>
    public static (double Threshold, string Evidence)? AuthorsSetting(FaceContract contract) => contract.AuthorsThreshold is { } threshold
        ? (threshold, contract.Licence is null ? $"its author's setting for LFW (dlib); {NotMeasured}" : $"the setting in its contract; {NotMeasured}")
        : null;

    /// <summary>How often a stranger comes as near, at most; null where nobody has measured it.</summary>
    public double? StrangerRate(double distance) => _calibration?.StrangerRate(distance, _persons).High;

    /// <summary>Whether the gallery has more persons than the evidence holds for.</summary>
    public bool IsOutgrown { get; private init; }

    /// <summary>What is said of a gallery that has none.</summary>
    /// <param name="other">A calibration for another score, or null.</param>
    /// <param name="score">How the gallery was opened.</param>
    public static string None(FaceCalibration? other, PersonScore score) => "there is no threshold: the author of its descriptor has set none, and "
        + (other is null ? "nobody has measured one" : $"the calibration is for the score '{Lower(other.Score)}', not for '{Lower(score)}'");

    /// <summary>The thresholds, where a decision needs them.</summary>
    /// <exception cref="GraftException">Nobody has measured it and there is no setting of its author.</exception>
    public static GalleryThreshold Of(FaceCalibration? calibration, PersonScore score, int persons, FaceContract contract) =>
        Find(calibration, score, persons, contract) ?? throw new GraftException(calibration is null ? "Nobody has measured a threshold for this gallery."
                : $"The calibration of this gallery is for the score '{Lower(calibration.Score)}', not for '{Lower(score)}'.",
            $"The contract of {contract.Descriptor} has no threshold of its author.", calibration is null ? "Run `graft faces calibrate` first."
                : $"Run `graft faces calibrate` with {Flag.Of("--score", Lower(score))}, or open it with {Flag.Of("--score", Lower(calibration.Score))}.");

    /// <summary>The thresholds.</summary>
    /// <param name="calibration">What was measured, or null.</param>
    /// <param name="score">How the gallery was opened.</param>
    /// <param name="persons">Persons in it.</param>
    /// <param name="contract">Of its descriptors.</param>
    /// <returns>Null where nobody has measured it and there is no setting of its author.</returns>
    public static GalleryThreshold? Find(FaceCalibration? calibration, PersonScore score, int persons, FaceContract contract)
    {
        if (calibration is null || calibration.Score != score) return Uncalibrated(calibration, score, contract);
        var match = calibration.ThresholdFor(persons);
        var isOutgrown = !calibration.Holds(persons);
        var evidence = string.Create(CultureInfo.InvariantCulture,
            $"{calibration.Measure.ToUpperInvariant()} at most {calibration.Rate:0.#####} for {Words.Count(persons, "person")}, chosen on "
            + $"{Words.Count(calibration.ChoosingPeople, "person", "people")} on {calibration.MeasuredAt:yyyy-MM-dd}");
        if (calibration.IsExtrapolated) evidence += ", extrapolated from the tail and not measured";
        if (calibration.IsOfGivenScores) evidence += ", by distances that were given as a table";
        if (isOutgrown) evidence += "; the gallery has outgrown this evidence: calibrate with more people";
        else if (persons >= calibration.ChoosingPeople && calibration.Measure == "fpir")
            evidence += "; the gallery has more persons than were measured, so the rate is computed from pairs";
        return new(match, Math.Max(match, calibration.NoMatchThreshold), evidence) { _calibration = calibration, _persons = persons, IsOutgrown = isOutgrown };
    }

    private static string Lower(PersonScore score) => $"{score}".ToLowerInvariant();

    private static GalleryThreshold? Uncalibrated(FaceCalibration? other, PersonScore score, FaceContract contract)
    {
        if (AuthorsSetting(contract) is not ({ } threshold, { } evidence)) return null;
        if (other is not null) evidence += $" with the score '{Lower(score)}': the calibration is for '{Lower(other.Score)}'";
        return new(threshold, threshold, evidence);
    }
}
