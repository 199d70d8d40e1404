using System.CommandLine;
using System.Globalization;
using Graft.Artifacts;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft drift MODEL IMAGES</c>: whether images are like those a model was made for.</summary>
internal sealed class DriftVerb : Verb
{
    // Of a thousand classes; and columns of a terminal that hold all of the table, of which narrow ones get the answer and p.
    private const int ShownClasses = 20, WideTable = 110;

    private readonly Argument<string> _model = new("MODEL") { Description = "a model file, or the folder of a run" };
    private readonly Argument<string[]> _images = new("IMAGES")
    {
        Description = "images, folders of images, or patterns such as new/*.jpg; no labels are needed",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> _reference = new("--reference")
    {
        Description = "folder of images to compare with, which the network has not learned from; by default the reference in the model file",
        HelpName = "FOLDER",
    };
    private readonly Option<double> _falseAlarms = new("--false-alarms")
    {
        Description = "how often unchanged images may be called unlike by mistake, 0.001 to 0.2",
        DefaultValueFactory = _ => DriftJudge.DefaultFalseAlarms,
    };
    private readonly Option<string> _nearCopies = NearCopies.Option(
        "of which then one counts; off counts all that are not the same; by default what the reference was made with");
    private readonly Option<OnBadImage> _onBadImage = DatasetOptions.OnBadImage();
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();

    public DriftVerb(Terminal terminal)
        : base(terminal, "drift", "Say whether images are like those a model was made for; exit code 1 if not.",
            "graft drift runs/classify/photos new-camera/", "graft drift model.onnx new/*.jpg --reference old-camera/ --json")
    {
        Add(_model);
        Add(_images);
        foreach (var option in new Option[] { _reference, _falseAlarms, _nearCopies, _onBadImage, _seed, _json }) Add(option);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        DriftResult result;
        using (var display = new EventDisplay(terminal)) result = Drift.Run(Read(parsed), display, cancellation);
        terminal.Say(result.Notes);
        if (parsed.GetValue(_json)) terminal.WriteJson(result);
        else Show(result, terminal.Results);
        return Task.FromResult(result.Verdict switch
        {
            DriftVerdict.Like => ExitCode.Done,
            DriftVerdict.Unlike => ExitCode.Failed,
            _ => ExitCode.BadInput, // a script must not go on as if they were alike
        });
    }

    private DriftRequest Read(ParseResult parsed) => new()
    {
        Model = parsed.GetRequiredValue(_model),
        Images = ImageSources.Expand(parsed.GetRequiredValue(_images)),
        Reference = parsed.GetValue(_reference),
        FalseAlarms = parsed.GetValue(_falseAlarms),
        NearDuplicateBits = NearCopies.BitsOrNull(parsed.GetValue(_nearCopies)),
        OnBadImage = parsed.GetValue(_onBadImage),
        Seed = parsed.GetValue(_seed),
    };

    private static void Show(DriftResult result, IAnsiConsole results)
    {
        results.WriteLine(result.Summary);
        results.WriteLine($"reference: {result.ReferenceSource}");
        if (result.Tests.Count == 0) return;
        results.Write(TableOf(result.Tests, isWide: results.Profile.Width >= WideTable));
        if (result.ClassShares is not { } shares) return;
        var classes = Terminal.Table("class", "reference", "estimated now");
        foreach (var share in shares.OrderByDescending(share => share.Estimate).Take(ShownClasses))
            classes.AddRow(new Text(share.ClassName), new Text(Quantities.Share(share.Reference)), new Text(Quantities.Share(share.Estimate)));
        results.Write(classes);
        if (shares.Count > ShownClasses) results.WriteLine($"{shares.Count - ShownClasses} classes with smaller shares are not shown; --json has all");
        results.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"estimated accuracy {100 * result.EstimatedAccuracy:0.0} %, if scores are calibrated and only the shares of the classes changed"));
    }

    private static Table TableOf(IReadOnlyList<DriftTest> tests, bool isWide)
    {
        string[] columns = ["compared", "answer", "difference", "statistic", "value", "threshold", "p"];
        var table = Terminal.Table(isWide ? columns : [.. columns[..3], columns[^1]]);
        foreach (var test in tests)
        {
            string[] cells = [test.Subject, test.IsUnlike ? "unlike" : "like", test.Effect, test.Statistic, Number(test.Value), Number(test.Threshold),
                test.P.ToString("0.0000", CultureInfo.InvariantCulture)];
            table.AddRow((isWide ? cells : [.. cells[..3], cells[^1]]).Select(cell => new Text(cell)));
        }
        return table;
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
