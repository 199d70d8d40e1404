using System.CommandLine;
using System.Globalization;
using Graft.Artifacts;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft bench MODEL...</c>: how fast model files are here, and which of a run's files predicts.</summary>
internal sealed class BenchVerb : Verb
{
    private const double Disturbed = 0.1;

    private readonly Argument<string[]> _models = new("MODEL")
    {
        Description = "model files of any task, or folders of runs, of which every file is measured",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string[]> _images = new("--images")
    {
        Description = "images or folders of images to measure on, decoding included; by default made-up pixels of the network's size, without decoding",
        HelpName = "IMAGES",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<double> _seconds = new("--seconds") { Description = "about how long to measure", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> _json = CommonOptions.Json();

    public BenchVerb(Terminal terminal)
        : base(terminal, "bench", "Measure how fast model files answer on this machine, in turns, and say which file of a run predicts and why.",
            "graft bench runs/classify/photos", "graft bench model.onnx other.onnx --images photos/ --seconds 30")
    {
        Add(_models);
        foreach (var option in new Option[] { _images, _seconds, _json }) Add(option);
        _seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.1 and <= 3600)) result.AddError("--seconds is a number from 0.1 to 3600.");
        });
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var models = parsed.GetRequiredValue(_models);
        string[] files = [.. models.SelectMany(FilesOf).Distinct()];
        IReadOnlyList<string> images = parsed.GetValue(_images) is { Length: > 0 } given ? ImageSources.Expand(given) : [];
        List<string> choices = [];
        var (times, others) = ModelFileSpeed.Measure(files, images, parsed.GetValue(_seconds), cancellation);
        foreach (var run in models.Where(Directory.Exists)) FasterFile.Of(run, say: choices.Add);
        if (parsed.GetValue(_json))
        {
            terminal.WriteJson(new BenchDto(ThisProcessor.Description, Environment.ProcessorCount, images.Count, Math.Round(others, 3), times, choices));
            return Task.FromResult(ExitCode.Done);
        }
        var table = Terminal.Table("file", "precision", "MB", "opens in", "one image", "19 of 20 within", "images/s", "times");
        foreach (var one in times)
            table.AddRow(new[]
            {
                one.Path, one.Precision, (one.Bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture), Milliseconds(one.OpeningSeconds),
                Milliseconds(one.MedianSeconds), Milliseconds(one.P95Seconds), one.ImagesPerSecond.ToString("0.0", CultureInfo.InvariantCulture),
                (one.ImagesPerSecond / times[0].ImagesPerSecond).ToString("0.00", CultureInfo.InvariantCulture),
            }.Select(cell => new Text(cell)));
        terminal.Results.Write(table);
        terminal.Say(images.Count > 0 ? $"measured on {Words.Count(images.Count, "image")}, decoding included"
            : "measured on made-up pixels, without decoding");
        foreach (var choice in choices) terminal.Say(choice);
        if (others > Disturbed)
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"warning: other programs used {others:0%} of the processors meanwhile: take the ratios for rough, and the times for long."));
        return Task.FromResult(ExitCode.Done);
    }

    // Of a run its files of every precision.
    private static IEnumerable<string> FilesOf(string model)
    {
        yield return ModelPath.Resolve(model);
        if (!Directory.Exists(model)) yield break;
        foreach (var precision in new[] { Manifest.Half, Manifest.Int8 })
            if (Path.Combine(model, $"model.{precision}.onnx") is var file && File.Exists(file)) yield return file;
    }

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{1000 * seconds:0.0} ms");
}

/// <summary><c>graft bench</c>.</summary>
/// <param name="Processor">This machine's.</param>
/// <param name="Cores">How many of it.</param>
/// <param name="Images">Images it was measured on; 0 for made-up pixels.</param>
/// <param name="OtherPrograms">Share of the processors that other programs used meanwhile.</param>
/// <param name="Files">One for each model file.</param>
/// <param name="Choices">Which file of a run predicts, and why.</param>
internal sealed record BenchDto(
    string Processor, int Cores, int Images, double OtherPrograms, IReadOnlyList<ModelFileTimes> Files, IReadOnlyList<string> Choices);
