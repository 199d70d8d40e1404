using System.CommandLine;
using Graft.Faces;

namespace Graft.Cli;

/// <summary><c>graft faces calibrate GALLERY DATA --fpir 0.01</c>: measures on people, then stores the threshold with its evidence.</summary>
internal sealed class CalibrateVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly FaceOptions _faces;
    private readonly Argument<string> _data = new("DATA")
    {
        Description = "a folder with a folder of photographs for each person; or with gallery/, probe/ and unknown/ of such folders; "
            + "or LFW's pairs.txt with --images; "
            + "or a CSV with the columns first, second and distance",
    };
    private readonly Option<double?> _fpir = new("--fpir") { Description = "how often a stranger may be taken for somebody of the gallery (default 0.01)" };
    private readonly Option<double?> _fmr = new("--fmr") { Description = "how often two people may be taken for one, in place of --fpir" };
    private readonly Option<double> _miss = new("--miss")
    {
        Description = "how often a person's own face may lie above the second threshold; between both nobody knows",
        DefaultValueFactory = _ => new CalibrationRequest().MissRate,
    };
    private readonly Option<int?> _persons = new("--persons") { Description = "persons that the gallery will have; those that it has now unless given" };
    private readonly Option<double> _level = new("--level")
    {
        Description = "level of all intervals, on both sides together",
        DefaultValueFactory = _ => new CalibrationRequest().Level,
    };
    private readonly Option<bool> _extrapolate = new("--extrapolate")
    {
        Description = "take the threshold from the shape of the tail where the people cannot bound the rate, marked so",
    };
    private readonly Option<string?> _groups = new("--groups")
    {
        Description = "a CSV with the columns name and group, of your own: error rates of each group",
    };
    private readonly Option<string?> _images = new("--images") { Description = "for pairs.txt: the folder with the folders of people" };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "a new folder for the report as JSON and the nearest strangers and farthest own faces as images",
    };
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();

    public CalibrateVerb(Terminal terminal)
        : base(terminal, "calibrate", "Measure how often a gallery errs on people that you bring, and store the threshold that keeps the rate asked for.",
            "graft faces calibrate staff.faces people/ --fpir 0.01", "graft faces calibrate staff.faces scores.csv --fmr 0.001")
    {
        _gallery = new GalleryOptions(this, searches: true);
        Add(_data);
        foreach (var option in new Option[] { _fpir, _fmr, _miss, _persons, _level, _extrapolate, _groups, _images, _out, _seed, _json }) Add(option);
        foreach (var rate in new[] { _fpir, _fmr })
            rate.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<double?>() is <= 0 or > 0.5 or double.NaN) result.AddError($"{rate.Name} is above 0 and at most 0.5.");
            });
        Validators.Add(result =>
        {
            if (result.GetValue(_fpir) is not null && result.GetValue(_fmr) is not null) result.AddError("Give either --fpir or --fmr.");
        });
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var data = parsed.GetRequiredValue(_data);
        if (parsed.GetValue(_out) is { } folder) OutputPlace.RequireFolder(folder, "--out", isNew: true);
        using var gallery = _gallery.Open(parsed);
        var request = new CalibrationRequest
        {
            FalsePositiveRate = parsed.GetValue(_fpir),
            FalseMatchRate = parsed.GetValue(_fmr),
            MissRate = parsed.GetValue(_miss),
            Persons = parsed.GetValue(_persons) ?? Math.Max(1, gallery.PersonCount),
            Score = gallery.Score,
            Level = parsed.GetValue(_level),
            Extrapolates = parsed.GetValue(_extrapolate),
            Seed = parsed.GetValue(_seed),
            Groups = parsed.GetValue(_groups) is { } groups ? CalibrationData.Groups(groups) : null,
        };
        OptionsCheck.Throw("The calibration", request);
        using var reader = new CalibrationData(data, parsed.GetValue(_images), () => new AnalyzerFaces(_faces.Open(parsed, terminal)), gallery, terminal,
            cancellation);
        var measured = reader.Run(request);
        gallery.Store(measured.Report.Calibration);
        var document = CalibrationDto.Of(gallery.Path, measured);
        if (parsed.GetValue(_out) is { } target)
            WholeFolder.Write(target, "--out", written =>
            {
                CalibrationImages.Write(written, measured, document, (first, second) => gallery.Contract.Distance(first, second));
                return 0;
            });
        if (parsed.GetValue(_json)) terminal.WriteJson(document);
        else CalibrationView.Show(measured, request, terminal);
        if (measured.Set is { } set)
            FaceSources.WarnWithoutFace(set.FailedFiles, set.Faces.Count + set.FailedFiles.Count, terminal, "face to decide on");
        if (measured.Report.NamesOfNobody is { Count: > 0 } nobody)
            terminal.Warn($"{Words.Count(nobody.Count, "name")} of {_groups.Name} that nobody has: {Words.List([.. nobody.Select(name => $"'{name}'")])}");
        return Task.FromResult(ExitCode.Done);
    }
}
