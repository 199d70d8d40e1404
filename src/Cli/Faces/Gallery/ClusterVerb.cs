using System.CommandLine;
using System.Globalization;
using Graft.Faces;
using Graft.Imaging;
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
    private readonly Option<string?> _gallery = new("--gallery")
    {
        Description = "a calibrated gallery, whose threshold is taken; it gives the groups no names",
    };
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
        Validators.Add(result =>
        {
            if (result.GetValue(_keyFile) is not null && result.GetValue(_gallery) is null)
                result.AddError($"{_keyFile.Name} has the keys of a gallery: say with {_gallery.Name} of which.");
        });
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var files = ImageSources.Expand(parsed.GetRequiredValue(_sources));
        var page = parsed.GetValue(_page);
        if (page is not null) OutputPlace.RequireFile(page, _page.Name, OutputKind.Groups, [.. files]);
        using var analyzer = _faces.Open(parsed, terminal);
        var (threshold, evidence) = Threshold(parsed, analyzer.Contract);
        var analysed = 0;
        List<SortedFace> all = [];
        var images = FaceSources.Analyze(analyzer, files, terminal, cancellation, (photograph, image, faces) =>
        {
            analysed++;
            all.AddRange(faces.Where(face => !face.Descriptor.IsEmpty).Select(face => SortedFace.Of(photograph, image, face, analysed, page is not null)));
        });
        // A face below the floor is nobody's neighbour: it is near to many.
        var good = all.Where(face => face.Row.Reason is null).ToList();
        var groups = FaceClustering.Run([.. good.Select(face => face.Descriptor)], [.. good.Select(face => face.Image)], threshold,
            parsed.GetValue(_allowTwice), analyzer.Contract.IsCosine);
        var faces = good.Zip(groups, (face, group) => face with { Row = face.Row with { Group = group < 0 ? null : group + 1 } })
            .Concat(all.Where(face => face.Row.Reason is not null)).OrderBy(face => face.Row.Group ?? int.MaxValue).ToList();
        List<ClusteredDto> rows = [.. faces.Select(face => face.Row)];
        var score = parsed.GetValue(_named) && good.Count > 0 ? ClusterScore.Of(groups, Names(good.Select(face => face.Row.Path))) : null;
        var rests = string.Create(CultureInfo.InvariantCulture, $"faces nearer than {threshold:0.000} are taken for one person: {evidence}");
        if (good.Count == 0) page = null; // there would be nothing to name
        if (page is not null) GroupPage.Write(page, [.. faces.Select(face => (face.Row, face.Shown))], rests);
        if (parsed.GetValue(_json)) terminal.WriteJson(new ClusterDto(threshold, evidence, groups.Where(group => group >= 0).Distinct().Count(), rows, score)
        {
            WithoutFace = FaceSources.WithoutFace(images),
        });
        else Show(rows, score, terminal, rests);
        FaceSources.WarnWithoutFace(FaceSources.WithoutFace(images), images.Count, terminal);
        if (page is not null && !parsed.GetValue(_json))
        {
            terminal.Say($"{page}: open it in a browser, name the groups and save; it shows faces, so delete it afterwards");
            terminal.Next(["graft", "faces", "enroll", "staff.faces", "--from", "people.json", .. _faces.Again(parsed)]);
        }
        return Task.FromResult(FaceSources.ExitCodeOf(images, terminal));
    }

    private (double, string) Threshold(ParseResult parsed, FaceContract contract)
    {
        if (parsed.GetValue(_threshold) is { } given) return (given, "given with --threshold");
        if (parsed.GetValue(_gallery) is not { } path) return FaceWords.Uncalibrated(contract);
        using var gallery = FaceGallery.Open(path, contract, new() { KeyFile = parsed.GetValue(_keyFile) });
        // Every pair of faces is compared, so the threshold is that of one to one.
        var threshold = GalleryThreshold.Of(gallery.Calibration, gallery.Score, 1, contract);
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

    private sealed record SortedFace(int Image, float[] Descriptor, ClusteredDto Row, ShownFace? Shown)
    {
        public static SortedFace Of(Photograph photograph, RgbImage image, Face face, int number, bool isShown)
        {
            ClusteredDto row = new(photograph.File, FaceDto.BoxOf(face), null,
                face.Quality is { } quality ? FaceWords.Below(FaceQualityFloor.Deciding, quality) : null);
            return new(number, face.Descriptor.ToArray(), row, isShown && row.Reason is null ? GroupPage.Shown(photograph, image, row.Box) : null);
        }
    }
}

/// <summary><c>graft faces cluster</c>.</summary>
/// <param name="Threshold">Distance below which two faces are of one person.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Groups">How many people.</param>
/// <param name="Faces">Each face; those without a group are alone.</param>
/// <param name="Score">How well the groups agree with the names, where there are any.</param>
internal sealed record ClusterDto(double Threshold, string Evidence, int Groups, IReadOnlyList<ClusteredDto> Faces, ClusterScore? Score)
{
    /// <summary>Photographs on which no face was found.</summary>
    public required IReadOnlyList<string> WithoutFace { get; init; }
}

/// <summary>A face.</summary>
internal sealed record ClusteredDto(string Path, IReadOnlyList<float> Box, int? Group, string? Reason);
