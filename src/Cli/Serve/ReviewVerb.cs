using System.CommandLine;
using System.Globalization;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft review MODEL</c>: what <c>graft serve --review</c> has kept, and the accuracy in production that its labels tell.</summary>
internal sealed class ReviewVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "the name that the model is served under" };
    private readonly Option<string> _folder = new("--folder")
    {
        Description = "the folder that `graft serve --review` was given",
        DefaultValueFactory = _ => "review",
    };
    private readonly Option<string?> _export = new("--export")
    {
        Description = "write the images to a new folder: labelled/CLASS, and to-label/CLASS by what was answered, to be looked at and moved",
        HelpName = "FOLDER",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ReviewVerb(Terminal terminal)
        : base(terminal, "review", "Show what a service kept for review, and export it to be labelled.",
            "graft review photos", "graft review photos --export to-label/") => AddAll();

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (folder, model) = (parsed.GetRequiredValue(_folder), parsed.GetRequiredValue(_model));
        if (!Directory.Exists(folder))
            throw new GraftException($"There is no folder '{folder}'.", "What `graft serve --review` keeps is expected there.", "Name it with --folder.");
        var all = Read(folder, terminal);
        var images = all.Where(image => image.Model == model).ToList();
        if (images.Count == 0)
            throw new GraftException($"No image of '{model}' is kept in '{folder}'.", all.Count == 0 ? "Nothing is kept there yet."
                : $"There are images of {Words.And(all.Select(image => image.Model).Distinct().Order(StringComparer.Ordinal))}.");
        var accuracy = ReviewAccuracy.Of(images);
        (int Labelled, int Waiting, IReadOnlyList<string> Gone)? exported =
            parsed.GetValue(_export) is { } target ? ReviewExport.Write(folder, images, target, cancellation) : null;
        if (parsed.GetValue(_json))
            terminal.WriteJson(new ReviewFacts(model, images.Count, images.Count(image => image.Label is not null), accuracy, parsed.GetValue(_export)));
        else Show(images, accuracy, terminal);
        if (exported is not var (labelled, waiting, gone)) return Task.FromResult(ExitCode.Done);
        if (gone.Count > 0) terminal.Warn($"{Words.Count(gone.Count, "image is", "images are")} not there any more and left out: {Words.List(gone, 3)}");
        terminal.Say($"{parsed.GetValue(_export)}: {Words.Count(labelled, "image")} in {ReviewedFolder.Labelled}, {waiting} in {ReviewedFolder.ToLabel}"
            + (images.TrueForAll(image => image.Answer?.TryGetProperty("scores", out _) != true) ? "; label their objects or pixels with a tool of your own"
                : $"; move what you have looked at to the folder of its class in {ReviewedFolder.Labelled}, "
                + $"then `graft train DATA --add {parsed.GetValue(_export)}` learns from it"));
        return Task.FromResult(ExitCode.Done);
    }

    private static List<ReviewedImage> Read(string folder, Terminal terminal)
    {
        List<string> broken = [];
        try
        {
            List<ReviewedImage> images = [.. ReviewStore.Read(folder, broken.Add)];
            if (broken.Count > 0) terminal.Warn($"{Words.Count(broken.Count, "file")} of the service cannot be read and left out: {Words.List(broken, 3)}");
            return images;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new GraftException($"What is kept in '{folder}' cannot be read: {failure.Message}", "It is readable by the service's user alone.",
                "Run `graft review` as that user.", failure);
        }
    }

    private void AddAll()
    {
        Add(_model);
        foreach (var option in new Option[] { _folder, _export, _json }) Add(option);
    }

    private static void Show(IReadOnlyList<ReviewedImage> images, IReadOnlyList<ReviewAccuracy> accuracy, Terminal terminal)
    {
        var table = Terminal.Table("kept because", "images", "labelled");
        foreach (var reason in images.GroupBy(image => image.Reason).OrderBy(reason => reason.Key, StringComparer.Ordinal))
            table.AddRow(new[] { reason.Key, $"{reason.Count()}", $"{reason.Count(image => image.Label is not null)}" }.Select(cell => new Text(cell)));
        terminal.Results.Write(table);
        foreach (var version in accuracy)
            terminal.Results.WriteLine(version.Share is not { } share
                ? $"version {version.Version}: accuracy is not known: none of {Words.Count(version.Kept, "image")} kept at random has a label"
                : string.Create(CultureInfo.InvariantCulture, $"version {version.Version}: accuracy {share:0.000} ({version.Interval}), ")
                    + $"by {version.Labelled} of {version.Kept} images kept at random, if labels were given whatever the answer was");
    }
}

/// <summary><c>graft review</c>.</summary>
/// <param name="Model">The name that the model is served under.</param>
/// <param name="Kept">Images that are kept.</param>
/// <param name="Labelled">Those that have a label.</param>
/// <param name="Accuracy">Of each version, from those that were kept at random.</param>
/// <param name="Exported">Where they were written.</param>
internal sealed record ReviewFacts(string Model, int Kept, int Labelled, IReadOnlyList<ReviewAccuracy> Accuracy, string? Exported);
