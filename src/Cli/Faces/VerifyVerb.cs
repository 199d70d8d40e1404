using System.CommandLine;
using System.Globalization;
using Graft.Faces;

namespace Graft.Cli;

/// <summary><c>graft faces verify A B</c>: whether the largest faces of two images are of one person.</summary>
internal sealed class VerifyVerb : Verb
{
    private readonly Argument<string> _first = new("A") { Description = "an image; its largest face is compared" };
    private readonly Argument<string> _second = new("B") { Description = "another image" };
    private readonly FaceOptions _faces;
    private readonly Option<double?> _threshold = new("--threshold")
    {
        Description = "distance below which it is a match; that of the descriptor's author unless given",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public VerifyVerb(Terminal terminal)
        : base(terminal, "verify", "Compare two photographs: match, no match or undecided.", "graft faces verify a.jpg b.jpg")
    {
        Add(_first);
        Add(_second);
        _faces = new FaceOptions(this);
        Add(_threshold);
        _threshold.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is <= 0 or double.NaN) result.AddError("--threshold is above 0.");
        });
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        string[] files = [parsed.GetRequiredValue(_first), parsed.GetRequiredValue(_second)];
        using var analyzer = _faces.Open(parsed, terminal);
        var (threshold, evidence) = parsed.GetValue(_threshold) is { } given ? (given, FaceWords.Given) : FaceWords.Uncalibrated(analyzer.Contract);
        var faces = files.Select(file => (file, analyzer.Analyze(file))).ToList();
        var answer = FaceComparison.Of(analyzer.Contract, faces[0], faces[1], (threshold, evidence));
        if (parsed.GetValue(_json)) terminal.WriteJson(answer);
        else Show(answer, files, terminal);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Show(VerifyDto answer, IReadOnlyList<string> files, Terminal terminal)
    {
        foreach (var line in LinesOf(answer)) terminal.Output.WriteLine(line);
        foreach (var line in OthersOf(answer, files)) terminal.Say(line);
    }

    /// <summary>The images on which there were other faces, each once.</summary>
    internal static IEnumerable<string> OthersOf(VerifyDto answer, IReadOnlyList<string> files) =>
        new[] { (files[0], answer.First), (files[1], answer.Second) }
            .Select(image => FaceComparison.Others(image.Item1, image.Item2?.FacesFound, image.Item2?.Box, "compared")).OfType<string>().Distinct();

    /// <summary>The answer in words: a distance that could not decide is said to have decided nothing, and no threshold is named beside it.</summary>
    internal static IEnumerable<string> LinesOf(VerifyDto answer)
    {
        yield return answer.Reason is null ? answer.Decision : $"{answer.Decision}: {answer.Reason}";
        if (answer.Distance is not { } distance) yield break;
        var said = string.Create(CultureInfo.InvariantCulture, $"distance {distance:0.000}");
        if (answer.Reason is not null) yield return $"{said}, which decides nothing here";
        else
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{said}, a match below {answer.Threshold:0.###}");
            yield return $"the threshold is {answer.Evidence}";
        }
    }
}
