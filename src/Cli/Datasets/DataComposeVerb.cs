using System.CommandLine;
using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft data compose CUTOUTS BACKGROUNDS</c>: a data set with exact labels from cut-outs and photographs.</summary>
internal sealed class DataComposeVerb : Verb
{
    private static readonly CompositionOptions Default = new();
    private readonly Argument<string> _cutOuts = new("CUTOUTS")
    {
        Description = "a folder with one folder of cut-outs per class: PNG or WebP with a transparent background",
    };
    private readonly Argument<string> _backgrounds = new("BACKGROUNDS") { Description = "a folder of photographs" };
    private readonly Option<string> _out = new("--out") { Description = "a new or empty folder to write into", DefaultValueFactory = _ => "scenes" };
    private readonly Option<int> _train = Number("--train", "number of training images", Default.TrainImages);
    private readonly Option<int> _validation = Number("--val", "number of validation images", Default.ValidationImages);
    private readonly Option<int> _test = Number("--test", "number of test images, made of cut-outs and backgrounds of their own", Default.TestImages);
    private readonly Option<SceneBlend[]> _blend = new("--blend")
    {
        Description = "how edges are blended: one or more of none, feathered and gaussian, one drawn for each object",
        HelpName = "none|feathered|gaussian",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [.. Default.Blends],
    };
    private readonly Option<int> _width = Number("--width", "pixels across", Default.Width);
    private readonly Option<int> _height = Number("--height", "pixels down", Default.Height);
    private readonly Option<int> _objects = Number("--objects", "maximum number of objects per image", Default.MaxObjects);
    private readonly Option<double> _negatives = Share("--negatives", "share of images without objects", Default.Negatives);
    private readonly Option<double> _occlusion = Share("--occlusion", "maximum share of an object that others may occlude", Default.MaxCovered);
    private readonly Option<double> _rotation = Share("--rotation", "maximum rotation of an object, in degrees", Default.Rotation);
    private readonly Option<double> _smallest = Share("--smallest", "minimum size of an object: its longer side as a share of the image's shorter side",
        Default.ObjectSize.Low);
    private readonly Option<double> _largest = Share("--largest", "maximum size of an object", Default.ObjectSize.High);
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();

    public DataComposeVerb(Terminal terminal)
        : base(terminal, "compose", "Paste cut-outs on photographs: boxes, masks and classes of every pixel are exact, and no cut-out or background appears "
            + "in two splits.",
            "graft data compose cutouts/ samples/photos --train 200 --val 50 --out scenes")
    {
        Add(_cutOuts);
        Add(_backgrounds);
        Option[] options =
        [
            _out, _train, _validation, _test, _blend, _width, _height, _objects, _negatives, _occlusion, _rotation, _smallest, _largest, _seed, _json,
        ];
        foreach (var option in options) Add(option);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var options = new CompositionOptions
        {
            TrainImages = parsed.GetValue(_train),
            ValidationImages = parsed.GetValue(_validation),
            TestImages = parsed.GetValue(_test),
            Blends = parsed.GetValue(_blend) ?? [],
            Width = parsed.GetValue(_width),
            Height = parsed.GetValue(_height),
            MaxObjects = parsed.GetValue(_objects),
            Negatives = parsed.GetValue(_negatives),
            MaxCovered = parsed.GetValue(_occlusion),
            Rotation = parsed.GetValue(_rotation),
            ObjectSize = new Interval(parsed.GetValue(_smallest), parsed.GetValue(_largest)),
            Seed = parsed.GetValue(_seed),
        };
        var folder = parsed.GetRequiredValue(_out);
        var result = Compose(parsed, folder, options, terminal, cancellation);
        terminal.Say(result.Warnings);
        if (parsed.GetValue(_json)) terminal.WriteJson(ComposeFacts.Of(folder, result, options.Seed));
        else
        {
            var test = result.TestImages > 0 ? $", {result.TestImages} with {result.TestObjects} to test" : "";
            terminal.Results.WriteLine($"{folder}: {Words.Count(result.TrainImages, "image")} with {Words.Count(result.TrainObjects, "object")} to train with, "
                + $"{result.ValidationImages} with {result.ValidationObjects} to validate{test}; the classes are {string.Join(", ", result.Classes)}");
            terminal.Next("graft", "train", folder, "--task", TaskKind.Detect.Name());
        }
        return Task.FromResult(ExitCode.Done);
    }

    private CompositionResult Compose(ParseResult parsed, string folder, CompositionOptions options, Terminal terminal, CancellationToken cancellation)
    {
        using var display = new EventDisplay(terminal);
        var progress = new ExaminationDisplay(display, TimeProvider.System);
        return WholeFolder.Write(folder, "--out", written =>
        {
            var result = SceneComposition.Write(parsed.GetRequiredValue(_cutOuts), parsed.GetRequiredValue(_backgrounds), written, options, progress,
                cancellation);
            return result with { Warnings = WholeFolder.Named(result.Warnings, written, folder) };
        });
    }

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<double> Share(string name, string description, double value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
