using Graft.Tasks;

namespace Graft.Faces;

/// <summary>What was measured on people before a gallery decides: the threshold for a rate of false answers, with its evidence.</summary>
public sealed record FaceCalibration
{
    /// <summary>How far a face was from a person with several samples; it holds for no other way.</summary>
    public required PersonScore Score { get; init; }

    /// <summary><c>fpir</c>: how often a stranger is taken for somebody of the gallery; <c>fmr</c>: how often two people are taken for one.</summary>
    public required string Measure { get; init; }

    /// <summary>The rate that was asked for.</summary>
    public required double Rate { get; init; }

    /// <summary>When it was measured.</summary>
    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>People on whom the threshold was chosen.</summary>
    public required int ChoosingPeople { get; init; }

    /// <summary>Other people, on whom it was reported.</summary>
    public required int ReportingPeople { get; init; }

    /// <summary>Above this distance a face is another person's; between the threshold and it nobody knows.</summary>
    public required double NoMatchThreshold { get; init; }

    /// <summary>Thresholds from small to large, and how often two people come nearer.</summary>
    public required IReadOnlyList<Point> Curve { get; init; }

    /// <summary>Whether the threshold lies where no two people came so near, and was taken from the shape of the tail.</summary>
    public bool IsExtrapolated { get; init; }

    /// <summary>Whether the distances were given as a table, which nothing ties to the gallery's descriptor.</summary>
    public bool IsOfGivenScores { get; init; }

    /// <summary>Share of the people's own faces that are not recognised at the threshold, on the other people; null where none was there to measure.</summary>
    public double? MissRate { get; init; }

    /// <summary>The threshold for a gallery: it tightens as the gallery grows.</summary>
    /// <param name="persons">Persons in the gallery.</param>
    /// <returns>Below it a face is a match; the smallest measured threshold where no threshold keeps the rate.</returns>
    public double ThresholdFor(int persons) =>
        Curve.Where(point => Keeps(point, persons)).Select(point => point.Threshold).DefaultIfEmpty(Curve[0].Threshold).Max();

    /// <summary>Whether a threshold was measured that keeps the rate for so many persons.</summary>
    /// <param name="persons">Persons in the gallery.</param>
    public bool Holds(int persons) => Keeps(Curve[0], persons);

    /// <summary>How often a stranger comes as near to somebody of the gallery, and how often at most.</summary>
    /// <param name="distance">Of a face.</param>
    /// <param name="persons">Persons in the gallery.</param>
    public (double Share, double High) StrangerRate(double distance, int persons)
    {
        // The next larger threshold: nobody is said to be rarer than was measured.
        var point = Curve.FirstOrDefault(point => point.Threshold >= distance) ?? new Point(distance, 1, 1);
        return (Grown(point.Share, persons), Grown(point.High, persons));
    }

    // The last digits are lost on the way from a rate to that of pairs and back.
    private bool Keeps(Point point, int persons) => Grown(point.High, persons) <= Rate * (1 + 1e-9);

    // 1 - (1 - FMR)^N (Grother and Phillips 2004), which is an upper bound where some people are nearer to others than most.
    private double Grown(double share, int persons) => Measure == "fmr" ? share : Chances.Any(share, Math.Max(1, persons));

    /// <summary>A threshold.</summary>
    /// <param name="Threshold">Distance.</param>
    /// <param name="Share">How often a face comes nearer to another person.</param>
    /// <param name="High">How often at most, by the upper end of its interval.</param>
    public sealed record Point(double Threshold, double Share, double High);
}
