using System.CommandLine;
using System.Globalization;
using Graft.Faces;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces enroll GALLERY PEOPLE</c>: photographs of people into a gallery, which is made where it is not there.</summary>
internal sealed class EnrollVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly FaceOptions _faces;
    private readonly Argument<string?> _people = new("PEOPLE")
    {
        Description = "a folder with a folder of photographs for each person, whose name it has: people/NAME/*.jpg",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _from = new("--from")
    {
        Description = "in place of PEOPLE: the names that the page of cluster --page saved, with the face of each on its photographs",
        HelpName = "people.json",
    };
    private readonly Option<ReviewLevel> _review = new("--review")
    {
        Description = "what a photograph must pass: standard (one face above the floor of quality, no copy, not nearer to another person than to its "
            + "own, not the odd one out), off (one face), strict (also no other person within the threshold)",
        HelpName = "standard|off|strict",
        DefaultValueFactory = _ => ReviewLevel.Standard,
    };
    private readonly Option<string?> _pick = new("--pick")
    {
        Description = "of several faces takes the largest, in place of refusing the photograph",
        HelpName = "largest",
    };
    private readonly Option<string?> _purpose = new("--purpose") { Description = "what these people agreed to; kept with them and shown by list and export" };
    private readonly Option<string?> _expires = new("--expires") { Description = "day from which they are no longer recognised", HelpName = "YYYY-MM-DD" };
    private readonly Option<bool> _keepCrops = GalleryOptions.KeepCrops();
    private readonly Option<string?> _index = new("--index")
    {
        Description = "hnsw: the database of PostgreSQL gets an index (pgvector 0.5 or later) and searches, which may miss somebody; for a new gallery. The "
            + "DESCRIPTORS ARE IN CLEAR in the database then",
        HelpName = "hnsw",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public EnrollVerb(Terminal terminal)
        : base(terminal, "enroll", "Put photographs of people into an encrypted gallery; run again, only what is new is added.",
            "graft faces enroll staff.faces people/", "graft faces enroll staff.faces --from people.json",
            "graft faces enroll staff.faces people/ --purpose \"door of the laboratory\" --expires 2027-12-31")
    {
        _gallery = new GalleryOptions(this, searches: false);
        Add(_people);
        foreach (var option in new Option[] { _from, _review, _pick, _purpose, _expires, _keepCrops, _index, _json }) Add(option);
        _index.AcceptOnlyFromAmong("hnsw");
        _expires.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is not { } text) return;
            if (Day(text) is not { } day) result.AddError($"--expires is a day as 2027-12-31, not '{text}'.");
            else if (day <= TimeProvider.System.GetUtcNow()) result.AddError($"--expires is {text}, which has passed already: nobody would be recognised.");
        });
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var people = (parsed.GetValue(_people), parsed.GetValue(_from)) switch
        {
            ({ } folder, null) => PeopleFolder.Read(folder, terminal),
            (null, { } file) => PeopleFile.Read(file, terminal),
            _ => throw new GraftException("People come either from a folder or from --from.", "One of them is expected.",
                "Give a folder with a folder for each person, or the names that the page of `graft faces cluster --page` saved."),
        };
        using var source = new AnalyzerFaces(_faces.Open(parsed, terminal));
        using var gallery = _gallery.OpenOrCreate(parsed, source.Contract, parsed.GetValue(_index) is not null);
        if (gallery.HasIndex) terminal.Warn(gallery.IndexWarning);
        var options = new EnrolmentOptions
        {
            Review = parsed.GetValue(_review),
            PickLargest = parsed.GetValue(_pick) is not null,
            KeepsCrops = parsed.GetValue(_keepCrops),
            Purpose = parsed.GetValue(_purpose),
            Expires = parsed.GetValue(_expires) is { } text ? Day(text) : null,
        };
        IReadOnlyList<EnrolmentItem> items;
        using (var display = new EventDisplay(terminal))
        {
            var (done, all) = (0, people.Sum(person => person.Files.Count));
            items = new Enrolment(gallery, source, options).Run(people, _ => display.Report(new RunEvent.Progress("enrolling", ++done, all)), cancellation);
        }
        if (gallery.HasIndex && gallery.SampleCount is > 0 and var samples && gallery.Recall?.Samples != samples) gallery.MeasureRecall();
        if (parsed.GetValue(_json))
            terminal.WriteJson(new EnrolmentDto(gallery.Path, gallery.PersonCount, gallery.SampleCount, items) { Index = gallery.Recall });
        else Show(items, gallery, terminal);
        // A refusal is an answer, and is said; where all are refused, there is nobody to go on with.
        if (items.All(item => item.Status == EnrolmentStatus.Refused)) return Task.FromResult(ExitCode.Failed);
        if (!parsed.GetValue(_json))
            terminal.Next(["graft", "faces", "identify", gallery.Path, "party.jpg", .. _gallery.Again(parsed), .. _faces.Again(parsed)]);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Show(IReadOnlyList<EnrolmentItem> items, FaceGallery gallery, Terminal terminal)
    {
        var refused = items.Where(item => item.Status == EnrolmentStatus.Refused).ToList();
        if (refused.Count > 0)
        {
            var table = Terminal.Table("refused", "person", "reason", "measured", "limit");
            foreach (var item in refused)
            {
                var measured = item.Measure is null ? "" : $"{item.Measure} {Number(item.Value)}";
                table.AddRow(new[] { item.File, item.Person, item.Reason ?? "", measured, Number(item.Limit) }.Select(cell => new Text(cell)));
            }
            terminal.Results.Write(table);
        }
        terminal.Results.WriteLine($"{gallery.Path}: {Words.Count(items.Count(item => item.Status == EnrolmentStatus.Enrolled), "photograph")} enrolled, "
            + $"{items.Count(item => item.Status == EnrolmentStatus.Known)} known, {refused.Count} refused; "
            + $"{Words.Count(gallery.PersonCount, "person")}, {Words.Count(gallery.SampleCount, "photograph")} in all");
        if (gallery.HasIndex) terminal.Say($"persons are {gallery.RecallWords}");
    }

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset? Day(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var day) ? day : null;
}

/// <summary><c>graft faces enroll</c>.</summary>
/// <param name="Gallery">The file.</param>
/// <param name="Persons">Persons in it now.</param>
/// <param name="Samples">Photographs in it now.</param>
/// <param name="Photographs">What became of each photograph.</param>
internal sealed record EnrolmentDto(string Gallery, int Persons, int Samples, IReadOnlyList<EnrolmentItem> Photographs)
{
    /// <summary>How much of the exact search an index of the database finds; null without one.</summary>
    public IndexRecall? Index { get; init; }
}
