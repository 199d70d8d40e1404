using System.CommandLine;
using System.Globalization;
using Graft.Faces;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces cluster SOURCE...</c>: faces sorted into people without names. Nothing is stored.</summary>
internal sealed class ClusterVerb : Verb
{
    private readonly FaceOptions _faces;
    private readonly Argument<string[]> _sources = FaceSources.Argument();
    private readonly Option<double?> _threshold = new("--threshold")
    {
        Description = "distance below which two faces are of one person; that of --gallery, or that of the descriptor's author, unless given",
    };
    private readonly Option<string?> _gallery = new("--gallery") { Description = "a calibrated gallery, whose threshold is taken" };
    private readonly Option<string?> _keyFile = GalleryOptions.KeyFile();
    private readonly Option<bool> _allowTwice = new("--allow-twice") { Description = "let a person be on a photograph more than once, as on a collage" };
    private readonly Option<bool> _named = new("--named")
    {
        Description = "the folder of each photograph is the person's name: say how well the groups agree (B-cubed, pairs)",
    };
    private readonly Option<string?> _page = new("--page")
    {
        Description = "write a page on which the groups are given names; enroll --from takes what it saves",
        HelpName = "FILE.html",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ClusterVerb(Terminal terminal)
        : base(terminal, "cluster", "Sort the faces of photographs into people without names.", "graft faces cluster photos/ --page groups.html",
            "graft faces cluster people/ --named --json")
    {
        Add(_sources);
        foreach (var option in new Option[] { _threshold, _gallery, _keyFile, _allowTwice, _named, _page, _json }) Add(option);
        _threshold.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is <= 0 or double.NaN) result.AddError("--threshold is above 0.");
        });
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var files = ImageSources.Expand(parsed.GetRequiredValue(_sources));
        if (parsed.GetValue(_page) is { } target) OutputPlace.RequireFile(target, _page.Name, [.. files]);
        using var analyzer = _faces.Open(parsed);
        var (threshold, evidence) = Threshold(parsed, analyzer.Contract);
        var images = FaceSources.Analyze(analyzer, files, terminal, cancellation, (_, _) => { });
        // A face below the floor is nobody's neighbour: it is near to many.
        var all = images.Index().SelectMany(image => image.Item.Faces.Where(face => !face.Descriptor.IsEmpty)
            .Select(face => (Image: image.Index, image.Item.File, Face: face,
            Below: face.Quality is { } quality ? FaceWords.Below(FaceQualityFloor.Deciding, quality) : null))).ToList();
        var good = all.Where(face => face.Below is null).ToList();
        var groups = FaceClustering.Run([.. good.Select(face => face.Face.Descriptor.ToArray())], [.. good.Select(face => face.Image)], threshold,
            parsed.GetValue(_allowTwice));
        var rows = good
            .Zip(groups, (face, group) => new ClusteredDto(face.File, FaceDto.BoxOf(face.Face), group < 0 ? null : group + 1, null))
            .Concat(all.Where(face => face.Below is not null).Select(face => new ClusteredDto(face.File, FaceDto.BoxOf(face.Face), null, face.Below)))
            .OrderBy(row => row.Group ?? int.MaxValue).ToList();
        var score = parsed.GetValue(_named) && good.Count > 0 ? ClusterScore.Of(groups, Names(good.Select(face => face.File))) : null;
        var rests = string.Create(CultureInfo.InvariantCulture, $"faces nearer than {threshold:0.000} are taken for one person: {evidence}");
        if (parsed.GetValue(_page) is { } page) GroupPage.Write(page, rows, rests, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(new ClusterDto(threshold, evidence, groups.Where(group => group >= 0).Distinct().Count(), rows, score));
        else Show(rows, score, terminal, rests);
        if (parsed.GetValue(_page) is { } written && !parsed.GetValue(_json))
        {
            terminal.Say($"{written}: open it in a browser, name the groups and save; it shows faces, so delete it afterwards");
            terminal.Next("graft", "faces", "enroll", "staff.faces", "--from", "people.json");
        }
        return Task.FromResult(FaceSources.ExitCodeOf(images, terminal));
    }

    private (double, string) Threshold(ParseResult parsed, FaceContract contract)
    {
        if (parsed.GetValue(_threshold) is { } given) return (given, "given with --threshold");
        if (parsed.GetValue(_gallery) is not { } path) return (FaceGallery.AuthorsThreshold, FaceWords.Uncalibrated);
        using var gallery = FaceGallery.Open(path, contract, new() { KeyFile = parsed.GetValue(_keyFile) });
        // Every pair of faces is compared, so the threshold is that of one to one.
        var threshold = GalleryThreshold.Of(gallery.Calibration, gallery.Score, 1, FaceGallery.AuthorsThreshold);
        return (threshold.Match, threshold.Evidence);
    }

    private static IReadOnlyList<int> Names(IEnumerable<string> files)
    {
        Dictionary<string, int> numbers = [];
        return [.. files.Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!)
            .Select(name => numbers.TryGetValue(name, out var number) ? number : numbers[name] = numbers.Count)];
    }

    private static void Show(IReadOnlyList<ClusteredDto> rows, ClusterScore? score, Terminal terminal, string evidence)
    {
        var table = Terminal.Table("person", "image", "box", "reason");
        foreach (var row in rows)
            table.AddRow(new[] { row.Group is { } group ? $"{group}" : "alone", row.Path, FaceWords.Box(row.Box), row.Reason ?? "" }
                .Select(cell => new Text(cell)));
        terminal.Results.Write(table);
        if (score is not null)
            terminal.Results.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"B-cubed precision {score.Precision:0.000}, recall {score.Recall:0.000}, F {score.F:0.000}; "
                + $"pairs precision {score.PairPrecision:0.000}, recall {score.PairRecall:0.000}"));
        terminal.Say($"{Words.Count(rows.Where(row => row.Group is not null).DistinctBy(row => row.Group).Count(), "person", "people")}, "
            + $"{Words.Count(rows.Count(row => row.Group is null), "face")} alone; {evidence}");
    }
}

/// <summary><c>graft faces cluster</c>.</summary>
/// <param name="Threshold">Distance below which two faces are of one person.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Groups">How many people.</param>
/// <param name="Faces">Each face; those without a group are alone.</param>
/// <param name="Score">How well the groups agree with the names, where there are any.</param>
internal sealed record ClusterDto(double Threshold, string Evidence, int Groups, IReadOnlyList<ClusteredDto> Faces, ClusterScore? Score);

/// <summary>A face.</summary>
internal sealed record ClusteredDto(string Path, IReadOnlyList<float> Box, int? Group, string? Reason);
