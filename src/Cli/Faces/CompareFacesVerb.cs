using System.CommandLine;
using System.Globalization;
using Graft.Faces;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces compare PEOPLE --descriptor A --descriptor B</c>: two networks on the same pairs of the same people.</summary>
internal sealed class CompareFacesVerb : Verb
{
    private readonly Argument<string> _people = new("PEOPLE") { Description = "a folder with a folder of photographs for each person: people/NAME/*.jpg" };
    private readonly FaceOptions _faces;
    private readonly Option<string[]> _descriptors = new("--descriptor")
    {
        Description = "an ONNX file with its contract beside it, or the name of one that `graft models pull` brought; twice for two of them, once to compare "
            + "the bundled network with it",
        HelpName = "FILE.onnx",
        Required = true,
    };
    private readonly Option<double> _level = new("--level")
    {
        Description = "level of all intervals, on both sides together",
        DefaultValueFactory = _ => new BootstrapOptions().Level,
    };
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();

    public CompareFacesVerb(Terminal terminal)
        : base(terminal, "compare", "Compare two networks that describe faces on the same pairs of the same people, with the interval of the difference.",
            "graft faces compare people/ --descriptor sface", "graft faces compare people/ --descriptor sface --descriptor auraface.onnx")
    {
        Add(_people);
        foreach (var option in new Option[] { _descriptors, _level, _seed, _json }) Add(option);
        _descriptors.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>() is { Length: > 2 } files) result.AddError($"Two networks are compared at a time, not {files.Length}.");
        });
        _level.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1)) result.AddError("--level is above 0 and below 1.");
        });
        _faces = new FaceOptions(this, hasDescriptor: false);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var people = PeopleFolder.WithoutShared(PeopleFolder.Read(parsed.GetRequiredValue(_people), terminal), terminal);
        string[] files = [.. parsed.GetRequiredValue(_descriptors).Select(PublishedFaces.FileOf)];
        using AnalyzerFaces first = Open(files.Length == 2 ? files[0] : null), second = Open(files[^1]);
        if (first.Contract.Hash == second.Contract.Hash)
            throw new GraftException($"Both descriptors are {first.Contract.Descriptor}.", "Two networks, or two contracts, are expected.");
        PairedFaces faces;
        using (var display = new EventDisplay(terminal))
            faces = PairedFaces.Describe(people, first, second, (done, all) => display.Report(new RunEvent.Progress("describing", done, all)), cancellation);
        var (scores, others) = (faces.First.Pairs((one, other) => first.Contract.Distance(one, other)),
            faces.Second.Pairs((one, other) => second.Contract.Distance(one, other)));
        if (scores.Mated.Length == 0 || scores.NonMated.Length == 0)
            throw new GraftException($"Of {Words.Count(people.Count, "person", "people")} no "
                + $"{(scores.Mated.Length == 0 ? "two faces of one" : "faces of two")} were described.",
                "Two people or more are expected, with two photographs or more of some.");
        var report = PairedVerification.Of(scores, others, new()
        {
            Resamples = new CalibrationRequest().Resamples,
            Level = parsed.GetValue(_level),
            Seed = parsed.GetValue(_seed),
        });
        var document = ComparisonDto.Of(first.Contract, second.Contract, Labels(first.Contract, second.Contract, files), faces.First, scores, report,
            parsed.GetValue(_level));
        if (parsed.GetValue(_json)) terminal.WriteJson(document);
        else Show(document, terminal);
        return Task.FromResult(ExitCode.Done);

        // The floors ask nothing of the bundled network that they do not ask of others.
        AnalyzerFaces Open(string? file) => new(FaceOptions.Open(_faces.Read(parsed) with { Descriptor = file, MeasuresStability = false }, terminal));
    }

    // Two of one name are told apart by their files, or where these have one name too, by the contract.
    private static IReadOnlyList<string> Labels(FaceContract first, FaceContract second, string[] files)
    {
        if (first.Descriptor != second.Descriptor) return [first.Descriptor, second.Descriptor];
        var (one, other) = (files.Length == 2 ? Path.GetFileName(files[0]) : "bundled", Path.GetFileName(files[^1]));
        if (one == other) (one, other) = (first.Hash[..12], second.Hash[..12]);
        return [$"{first.Descriptor} ({one})", $"{second.Descriptor} ({other})"];
    }

    private static void Show(ComparisonDto document, Terminal terminal)
    {
        var (one, other) = (document.Labels[0], document.Labels[1]);
        var table = Terminal.Table("rate", one, other, $"{other} less {one}", "says");
        foreach (var row in document.Rates)
            table.AddRow(new[] { row.Rate, GalleryWords.Rate(row.First), GalleryWords.Rate(row.Second), Signed(row.Difference), row.Says }
                .Select(cell => new Text(cell)));
        terminal.Results.Write(table);
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{Words.Count(document.People, "person", "people")}, {document.Mated} pairs of one and "
            + $"{document.NonMated} of two; {document.Failures} of {document.Photographs} photographs have no face to decide on; intervals of "
            + $"{100 * document.Level:0.#} % over people, of the difference paired"));
    }

    private static string Signed(DifferenceDto difference)
    {
        static string Number(double value) => value.ToString("+0.0000;-0.0000;0", CultureInfo.InvariantCulture);
        return difference.Low is { } low && difference.High is { } high ? $"{Number(difference.Value)} ({Number(low)} to {Number(high)})"
            : Number(difference.Value);
    }
}

/// <summary><c>graft faces compare</c>.</summary>
/// <param name="First">What one network is.</param>
/// <param name="Second">What the other is.</param>
/// <param name="People">How many were compared.</param>
/// <param name="Rates">Each rate.</param>
internal sealed record ComparisonDto(FaceContract First, FaceContract Second, int People, IReadOnlyList<ComparedRateDto> Rates)
{
    /// <summary>What both are called: their names, or where these are one, what tells them apart too.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    public int Photographs { get; init; }

    /// <summary>Photographs without a face to decide on.</summary>
    public int Failures { get; init; }

    /// <summary>Pairs of faces of one person.</summary>
    public int Mated { get; init; }

    /// <summary>Pairs of faces of two.</summary>
    public int NonMated { get; init; }

    public double Level { get; init; }

    public static ComparisonDto Of(FaceContract first, FaceContract second, IReadOnlyList<string> labels, FaceSet faces, ComparisonScores scores,
        PairedVerification report, double level)
    {
        List<ComparedRateDto> rates =
            [ComparedRateDto.Of("EER", report.First.EqualError, report.Second.EqualError, report.EqualError, isSmallGood: true, labels)];
        foreach (var (at, row) in report.First.TrueAccepts.Index())
            rates.Add(ComparedRateDto.Of(string.Create(CultureInfo.InvariantCulture, $"TAR at FAR {row.FalseAccept:0e-0}"), row.TrueAccept,
                report.Second.TrueAccepts[at].TrueAccept, report.TrueAccepts[at], isSmallGood: false, labels));
        return new(first, second, faces.Faces.Select(face => face.Person).Distinct().Count(), rates)
        {
            Labels = labels,
            Photographs = faces.Faces.Count + faces.Failures.Sum(),
            Failures = faces.Failures.Sum(),
            Mated = scores.Mated.Length,
            NonMated = scores.NonMated.Length,
            Level = level,
        };
    }
}

/// <summary>A rate of both.</summary>
/// <param name="Rate"><c>EER</c>, or <c>TAR at FAR</c> with the rate.</param>
/// <param name="First">Of one.</param>
/// <param name="Second">Of the other.</param>
/// <param name="Difference">The second less the first, with the paired interval.</param>
/// <param name="Says">Which is better, or that these people do not show it.</param>
internal sealed record ComparedRateDto(string Rate, RateWithInterval First, RateWithInterval Second, DifferenceDto Difference, string Says)
{
    public static ComparedRateDto Of(string rate, RateWithInterval first, RateWithInterval second, DifferenceWithInterval difference, bool isSmallGood,
        IReadOnlyList<string> labels)
    {
        var says = difference.Interval switch
        {
            null => "too few people to say",
            { Low: <= 0, High: >= 0 } => "no difference is shown",
            var interval => $"{((interval.Low > 0) == isSmallGood ? labels[0] : labels[1])} is better",
        };
        return new(rate, first, second, new(difference.Value, difference.Interval?.Low, difference.Interval?.High), says);
    }
}

/// <summary>A difference with the ends of its interval; null where there are too few people.</summary>
internal sealed record DifferenceDto(double Value, double? Low, double? High);
