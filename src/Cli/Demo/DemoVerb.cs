using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft demo</c>: what transfer learning buys, on the bundled photos.</summary>
internal sealed class DemoVerb : Verb
{
    private static readonly DemoRequest Defaults = new() { Photos = "" };

    private readonly Option<string?> _photos = new("--photos") { Description = "a folder with one folder of photos per class, in place of the bundled ones" };
    private readonly Option<int> _epochs = new("--epochs") { Description = "epochs of fine-tuning", DefaultValueFactory = _ => Defaults.Epochs };
    private readonly Option<ulong> _seed = CommonOptions.Seed(Defaults.Seed);
    private readonly Option<string> _project = new("--project") { Description = "folder for its two runs", DefaultValueFactory = _ => Defaults.Project };
    private readonly Option<bool> _json = CommonOptions.Json();

    public DemoVerb(Terminal terminal)
        : base(terminal, "demo", "Transfer-learn on the bundled photos, beside training from scratch in the same time.", "graft demo")
    {
        foreach (var option in new Option[] { _photos, _epochs, _seed, _project, _json }) Add(option);
    }

    // It leaves a checkpoint.
    internal override TimeSpan? Patience => null;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var request = new DemoRequest
        {
            Photos = parsed.GetValue(_photos) ?? BundledPhotos.Folder,
            Epochs = parsed.GetValue(_epochs),
            Seed = parsed.GetValue(_seed),
            Project = parsed.GetRequiredValue(_project),
        };
        OutputPlace.RequireFolder(request.Project, "--project");
        DemoResult result;
        using (var display = new EventDisplay(terminal)) result = Demonstration.Run(request, display, cancellation);
        if (parsed.GetValue(_json))
            terminal.WriteJson(DemoFacts.Of(result));
        else
        {
            Show(result, terminal.Results);
            terminal.Say("Your own photos need one folder of photos per class.");
            terminal.Next("graft", "train", "FOLDER");
        }
        return Task.FromResult(ExitCode.Done);
    }

    private static void Show(DemoResult result, IAnsiConsole console)
    {
        console.WriteLine();
        console.WriteLine($"On {result.TransferReport.Count} photos that neither network has seen:");
        var table = Terminal.Table("training", "accuracy", "95 % interval", "time");
        foreach (var entry in result.Comparison.Entries)
            table.AddRow(new Text(entry.Name), new Text(Format(entry.Accuracy)), new Text(entry.Interval?.ToString() ?? ""),
                new Text(Duration.Of(entry.Duration.TotalSeconds)));
        console.Write(table);
        if (result.Comparison.Difference is { } difference)
            console.WriteLine($"Gain from the pretrained network: {Format(result.TransferReport.Accuracy - result.ScratchReport.Accuracy)} of "
                + $"accuracy in the same time (95 % interval {difference}).");
        console.WriteLine($"{result.Photo.Path} shows {result.TrueClass}; the model file says {result.Photo.ClassName}, "
            + $"{Quantities.Share(result.Photo.Score)}");
        console.WriteLine($"model   {result.Transfer.Folder.Model}");
        console.WriteLine($"report  {result.Transfer.Folder.Report}");
    }

    private static string Format(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
