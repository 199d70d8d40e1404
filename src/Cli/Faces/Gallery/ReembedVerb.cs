using System.CommandLine;
using Graft.Data;
using Graft.Faces;
using Graft.Networks;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft faces reembed GALLERY --descriptor FILE --out NEW</c>: everybody described again by another network, into a new gallery.</summary>
internal sealed class ReembedVerb : Verb
{
    private readonly GalleryOptions _gallery;
    private readonly FaceOptions _faces;
    private readonly Option<string> _out = new("--out") { Description = "the new gallery; its keys are in NEW.key", HelpName = "NEW", Required = true };
    private readonly Option<string?> _photos = new("--photos")
    {
        Description = "a folder with the photographs whose faces were not kept; they are found by their content, whatever they are called",
        HelpName = "FOLDER",
    };
    private readonly Option<bool> _allowMissing = new("--allow-missing") { Description = "move what can be moved, and name the rest" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ReembedVerb(Terminal terminal)
        : base(terminal, "reembed", "Describe everybody of a gallery again, by another network, into a new gallery.",
            "graft faces reembed staff.faces --descriptor sface --out staff-sface.faces",
            "graft faces reembed staff.faces --descriptor sface --out staff-sface.faces --photos people/")
    {
        _gallery = new GalleryOptions(this, searches: false);
        foreach (var option in new Option[] { _out, _photos, _allowMissing, _json }) Add(option);
        _faces = new FaceOptions(this);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var target = parsed.GetRequiredValue(_out);
        using var gallery = _gallery.Open(parsed);
        var (path, name) = (gallery.Path, GalleryPlace.Of(target).Name);
        using var source = new AnalyzerFaces(_faces.Open(parsed, terminal));
        // Which of several faces on a photograph was enrolled, the bundled network can tell of a gallery of its own.
        var before = new Lazy<FaceAnalyzer>(() => FaceAnalyzer.Open());
        try
        {
            using var display = new EventDisplay(terminal);
            var photos = parsed.GetValue(_photos);
            if (photos is not null && !Directory.Exists(photos))
                throw new GraftException($"There is no folder '{photos}'.", "A folder with photographs is expected as --photos.");
            var options = new ReembeddingOptions
            {
                Photographs = photos is null ? null : new(() => ByContent(photos, display, cancellation)),
                DescribeAsBefore = gallery.Contract.Hash != BundledDescriptor.ContractOf(FaceCatalogue.Default(FaceNetworkKind.Descriptor)).Hash ? null
                    : (image, face) => before.Value.Describe(FaceAnalyzer.Align(image, face.Landmarks)),
                AllowsMissing = parsed.GetValue(_allowMissing),
            };
            var report = new Reembedding(gallery, source, options).Run(target,
                (done, all) => display.Report(new RunEvent.Progress("describing", done, all)), cancellation);
            display.Dispose();
            if (parsed.GetValue(_json)) terminal.WriteJson(new ReembedDto(path, name, source.Contract, report));
            else Show(report, path, name, source.Contract, _faces.Again(parsed), terminal);
            return Task.FromResult(report.Missing.Count > 0 ? ExitCode.BadInput : ExitCode.Done);
        }
        finally
        {
            if (before.IsValueCreated) before.Value.Dispose();
        }
    }

    private static void Show(ReembeddingReport report, string path, string target, FaceContract contract, IReadOnlyList<string> descriptor, Terminal terminal)
    {
        if (report.Missing.Count > 0)
        {
            var table = Terminal.Table("person", "photograph", "sha-256", "reason");
            foreach (var one in report.Missing)
                table.AddRow(new[] { one.Person, one.Source ?? "", one.Sha256, one.Reason }.Select(cell => new Text(cell)));
            terminal.Results.Write(table);
        }
        if (!report.IsWritten)
        {
            terminal.Fail($"{Words.Count(report.Missing.Count, "photograph")} {(report.Missing.Count == 1 ? "is" : "are")} needed, and nothing was written: "
                + "give --photos a folder with them, or move the others with --allow-missing.");
            return;
        }
        if (report.LeftOut.Count > 0) terminal.Warn($"nothing could be described of {Words.List([.. report.LeftOut.Select(name => $"'{name}'")])}, left out");
        terminal.Results.WriteLine($"{target}: {Words.Count(report.Persons, "person")} described by {contract.Described}, "
            + $"{Words.Count(report.FromCrops, "kept face")} and {Words.Count(report.FromPhotographs, "photograph")}");
        terminal.Say($"thresholds are another network's: calibrate {target} anew; remove {path} and its keys when it is no longer needed");
        terminal.Next(["graft", "faces", "calibrate", target, "people/", .. descriptor]);
    }

    private static Dictionary<string, string> ByContent(string folder, EventDisplay display, CancellationToken cancellation)
    {
        Dictionary<string, string> files = [];
        List<string> images = [.. ImageFiles.In(folder)];
        foreach (var (done, file) in images.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            if (FileContent.IsThere(file))
            {
                if (FileHash.TrySha256(file) is { } hash) files.TryAdd(hash, file);
                else display.Report(new RunEvent.Message($"'{file}' cannot be read.", IsWarning: true));
            }
            display.Report(new RunEvent.Progress("reading", done + 1, images.Count));
        }
        return files;
    }
}

/// <summary><c>graft faces reembed</c>.</summary>
/// <param name="Gallery">The gallery that was read.</param>
/// <param name="Out">The new one.</param>
/// <param name="Contract">Of the new one.</param>
/// <param name="Report">What was moved.</param>
internal sealed record ReembedDto(string Gallery, string Out, FaceContract Contract, ReembeddingReport Report);
