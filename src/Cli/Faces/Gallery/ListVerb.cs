using System.CommandLine;
using System.Globalization;
using Graft.Faces;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces list GALLERY</c>: who is in it.</summary>
internal sealed class ListVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly Option<bool> _json = CommonOptions.Json();

    public ListVerb(Terminal terminal)
        : base(terminal, "list", "List the persons of a gallery, their photographs, purpose and expiry.", "graft faces list staff.faces")
    {
        _gallery = new GalleryOptions(this, searches: false);
        Add(_json);
    }

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var gallery = _gallery.Open(parsed);
        var persons = gallery.Persons();
        if (parsed.GetValue(_json))
        {
            terminal.WriteJson(new GalleryListDto(gallery.Path, gallery.Contract, gallery.Calibration, persons) { Index = gallery.Recall });
            return Task.FromResult(ExitCode.Done);
        }
        var table = Terminal.Table("person", "photographs", "faces kept", "enrolled", "expires", "purpose");
        foreach (var person in persons)
            table.AddRow(new[] { person.Name, $"{person.Samples}", $"{person.Crops}", Day(person.Added),
                person.Expires is { } expires ? Day(expires) : "", person.Purpose ?? "" }
                .Select(cell => new Text(cell)));
        terminal.Results.Write(table);
        terminal.Say($"{Words.Count(persons.Count, "person")}; descriptors of {gallery.Contract.Described}; "
            + $"{gallery.ThresholdEvidence}");
        if (gallery.HasIndex) terminal.Warn(gallery.IndexWarning);
        return Task.FromResult(ExitCode.Done);
    }

    private static string Day(DateTimeOffset moment) => moment.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary><c>graft faces list</c>.</summary>
internal sealed record GalleryListDto(string Gallery, Runtime.FaceContract Contract, FaceCalibration? Calibration, IReadOnlyList<GalleryPerson> Persons)
{
    /// <summary>How much of the exact search an index of the database finds; null without one.</summary>
    public IndexRecall? Index { get; init; }
}
