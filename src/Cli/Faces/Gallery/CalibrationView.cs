using System.Globalization;
using Graft.Faces;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What a calibration found, in words.</summary>
internal static class CalibrationView
{
    public static void Show(Measured measured, CalibrationRequest request, Terminal terminal)
    {
        var (report, calibration, console) = (measured.Report, measured.Report.Calibration, terminal.Results);
        var marked = calibration.IsExtrapolated ? ", extrapolated from the tail and not measured" : "";
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"a match is below {report.Threshold:0.0000}: {request.Measure.ToUpperInvariant()} at most {request.Rate:0.#######} "
            + $"for {Words.Count(request.Persons, "person")}{marked}"));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"chosen on {Words.Count(calibration.ChoosingPeople, "person", "people")}; on {calibration.ReportingPeople} others, "
            + $"with intervals of {100 * report.Level:0.#} % over people:"));
        var rates = Terminal.Table("rate", "on others");
        Add(rates, "FMR: another person is nearer", GalleryWords.Rate(report.FalseMatch));
        Add(rates, "FNMR: the own person is not", GalleryWords.Rate(report.FalseNonMatch));
        if (report.FalseNonMatchWithFailures is { } failures) Add(rates,
            $"the same, with {report.Failures} of {report.Photographs} photographs without a face to decide on", GalleryWords.Rate(failures));
        if (report.FalseNegative is not null) Add(rates, "FNIR: not first, or not near enough", GalleryWords.Rate(report.FalseNegative));
        if (report.WrongName is not null) Add(rates, "wrong name", GalleryWords.Rate(report.WrongName));
        if (report.RankOne is not null) Add(rates, "rank 1", GalleryWords.Rate(report.RankOne));
        if (report.Verification is { } verification && !double.IsNaN(verification.EqualError.Value))
        {
            Add(rates, "EER", GalleryWords.Rate(verification.EqualError));
            foreach (var row in verification.TrueAccepts) Add(rates, string.Create(CultureInfo.InvariantCulture, $"TAR at FAR {row.FalseAccept:0e-0}"),
                GalleryWords.Rate(row.TrueAccept));
        }
        if (measured.ViewTwo is { } two)
            Add(rates, "accuracy of View 2",
                string.Create(CultureInfo.InvariantCulture,
                $"{two.Accuracy:0.0000} ± {two.StandardError:0.0000}; with failures {two.AccuracyWithFailures:0.0000}"));
        console.Write(rates);
        if (report.Growth.Count > 0) console.Write(Growth(report.Growth));
        if (report.Groups is { } groups) Show(groups, console);
        if (calibration.NoMatchThreshold > report.Threshold)
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"from {report.Threshold:0.000} to {calibration.NoMatchThreshold:0.000} the answer is undecided (--miss)"));
    }

    private static Table Growth(IReadOnlyList<GrowthRow> rows)
    {
        var table = Terminal.Table("persons", "FPIR at this threshold", "1-(1-FMR)^N", "threshold for so many");
        foreach (var row in rows)
            table.AddRow(new[] { $"{row.Persons}", row.Measured is null ? "more than there are" : GalleryWords.Rate(row.Measured),
                GalleryWords.Rate(row.Computed),
                GalleryWords.Distance(row.Threshold) }.Select(cell => new Text(cell)));
        return table;
    }

    private static void Show(GroupReport report, IAnsiConsole console)
    {
        var table = Terminal.Table("group", "people", "FMR within", "FNMR");
        foreach (var group in report.Groups)
            table.AddRow(new[] { group.Name, $"{group.People}", GalleryWords.Rate(group.FalseMatch), GalleryWords.Rate(group.FalseNonMatch) }
                .Select(cell => new Text(cell)));
        console.Write(table);
        console.WriteLine($"worst group over the geometric mean: FMR {GalleryWords.Rate(report.MatchRatio)}, FNMR {GalleryWords.Rate(report.NonMatchRatio)}");
    }

    private static void Add(Table table, string what, string value) => table.AddRow(new Text(what), new Text(value));
}

/// <summary><c>graft faces calibrate</c>.</summary>
internal sealed record CalibrationDto(string Gallery, double Threshold, double Level, FaceCalibration Calibration)
{
    public required RateDto FalseMatch { get; init; }

    public required RateDto FalseNonMatch { get; init; }

    public double? FalseNonMatchWithFailures { get; init; }

    public RateDto? FalseNegativeIdentification { get; init; }

    public RateDto? WrongName { get; init; }

    public RateDto? RankOne { get; init; }

    public RateDto? EqualError { get; init; }

    public int Failures { get; init; }

    /// <summary>The photographs of <see cref="Failures"/>, without a face to decide on.</summary>
    public IReadOnlyList<string> WithoutFace { get; init; } = [];

    public IReadOnlyList<TrueAcceptDto> TrueAccepts { get; init; } = [];

    public IReadOnlyList<DetPointDto> Det { get; init; } = [];

    public IReadOnlyList<GrowthDto> Growth { get; init; } = [];

    public GroupReport? Groups { get; init; }

    /// <summary>Names with a group that nobody has.</summary>
    public IReadOnlyList<string> NamesOfNobody { get; init; } = [];

    public ViewTwoDto? ViewTwo { get; init; }

    public static CalibrationDto Of(string gallery, Measured measured)
    {
        var report = measured.Report;
        return new(gallery, report.Threshold, report.Level, report.Calibration)
        {
            FalseMatch = RateDto.Of(report.FalseMatch)!,
            FalseNonMatch = RateDto.Of(report.FalseNonMatch)!,
            FalseNonMatchWithFailures = report.FalseNonMatchWithFailures,
            FalseNegativeIdentification = RateDto.Of(report.FalseNegative),
            WrongName = RateDto.Of(report.WrongName),
            RankOne = RateDto.Of(report.RankOne),
            EqualError = RateDto.Of(report.Verification?.EqualError),
            Failures = report.Failures,
            WithoutFace = measured.Set?.FailedFiles ?? [],
            TrueAccepts = [.. (report.Verification?.TrueAccepts ?? [])
                .Select(row => new TrueAcceptDto(row.FalseAccept, row.Threshold, RateDto.Of(row.TrueAccept)!))],
            Det = [.. report.Curve.Select(point => new DetPointDto(point.Threshold, point.FalseMatch, point.FalseNonMatch))],
            Growth = [.. report.Growth.Select(row => new GrowthDto(row.Persons, RateDto.Of(row.Measured), row.Computed, row.Threshold))],
            Groups = report.Groups,
            NamesOfNobody = report.NamesOfNobody,
            ViewTwo = measured.ViewTwo,
        };
    }
}

/// <summary>A rate with the ends of its interval; null where there are too few people.</summary>
internal sealed record RateDto(double Value, double? Low, double? High)
{
    public static RateDto? Of(RateWithInterval? rate) => rate is null ? null : new(rate.Value, rate.Interval?.Low, rate.Interval?.High);
}

/// <summary>A true accept rate.</summary>
internal sealed record TrueAcceptDto(double FalseAccept, double Threshold, RateDto TrueAccept);

/// <summary>A point of the DET curve.</summary>
internal sealed record DetPointDto(double Threshold, double FalseMatch, double FalseNonMatch);

/// <summary>A size of the gallery.</summary>
internal sealed record GrowthDto(int Persons, RateDto? Measured, double Computed, double Threshold);
