using System.CommandLine;
using Graft.Artifacts;
using Graft.Data;
using Graft.Shards;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft features DATA --model M --out FILE</c>: what a pretrained network sees in every image.</summary>
internal sealed class FeaturesVerb : Verb
{
    private readonly Argument<string> _data = new("DATA")
    {
        Description = DatasetOptions.Layouts + "; or a folder with images in it. With a folder as --out: a folder, a list (.txt, .csv, .parquet), a tar, or "
            + "s3://bucket/prefix/",
    };
    private readonly ModelOptions _model;
    private readonly Option<string?> _stage = new("--stage")
    {
        Description = "features of this stage (`graft models NAME` lists them) instead of the features before the head: the mean of each channel",
        HelpName = "NAME",
    };
    private readonly Option<bool> _flatten = new("--flatten") { Description = "the whole feature map of the stage instead of the mean of each channel" };
    private readonly Option<int> _batch = new("--batch")
    {
        Description = "batch size",
        DefaultValueFactory = _ => Defaults.Batch,
    };
    private readonly Option<string> _precision = new("--precision")
    {
        Description = "int8 computes in 8 bits, with ranges from 128 of the images at most",
        DefaultValueFactory = _ => Defaults.Precision,
        HelpName = "fp32|int8",
    };
    private readonly Option<int> _workers = DatasetOptions.Workers();
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "do not use the feature cache" };
    private readonly Option<OnBadImage> _onBadImage = DatasetOptions.OnBadImage();
    private readonly Option<string> _out = new("--out")
    {
        Description = "the table to write: .npy, .csv or .parquet; a folder (or s3://bucket/prefix/) gets Parquet in parts, see --shards",
        DefaultValueFactory = _ => "features.npy",
    };
    private readonly ShardFlags _shards;
    private readonly Option<bool> _json = CommonOptions.Json();

    public FeaturesVerb(Terminal terminal)
        : base(terminal, "features", "Write a pretrained network's features of every image.",
            "graft features samples/photos --model efficientnet_lite0 --out features.parquet")
    {
        // Said before the work, not after it.
        _out.Validators.Add(result =>
        {
            if (!IsTable(result.GetValueOrDefault<string>()) && !IsFolder(result.GetValueOrDefault<string>()))
                result.AddError("--out must end in .npy, .csv or .parquet, or be a folder.");
        });
        _precision.AcceptOnlyFromAmong(Manifest.Single, Manifest.Int8);
        Add(_data);
        _model = new ModelOptions(this);
        foreach (var option in new Option[] { _stage, _flatten, _precision, _batch, _workers, _noCache, _onBadImage, _out, _json }) Add(option);
        _shards = new ShardFlags(this);
    }

    private static FeatureRequest Defaults { get; } = new() { Data = "" };

    internal override DeviceUse Device => DeviceUse.Any;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var file = parsed.GetRequiredValue(_out);
        if (!IsTable(file)) return Task.FromResult(WriteParts(parsed, file, terminal, cancellation));
        _shards.RequireNone(parsed, "Name a folder as --out.");
        OutputPlace.RequireFile(file, "--out", OutputKind.Features, parsed.GetRequiredValue(_data), _model.Weights(parsed));
        if (Path.GetExtension(file).Equals(".npy", StringComparison.OrdinalIgnoreCase))
            OutputPlace.RequireFile(Path.ChangeExtension(file, FeatureTableFile.FileList), "--out", OutputKind.FileList);
        int images, width;
        using (var display = new EventDisplay(terminal)) (images, width) = FeatureExtraction.Write(Read(parsed), file, display, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(new FeatureFacts(Path.GetFullPath(file), images, width));
        else
        {
            terminal.Results.WriteLine($"{file}: {width} features of {images} images");
            terminal.Next("graft", "train", parsed.GetRequiredValue(_data), "--model", _model.Name(parsed), "--strategy", "probe");
        }
        return Task.FromResult(ExitCode.Done);
    }

    private static bool IsTable(string? path) => Path.GetExtension(path)?.ToLowerInvariant() is ".npy" or ".csv" or ".parquet";

    // features.xlsx is a mistake, and no folder.
    private static bool IsFolder(string? path) => path is { Length: > 0 }
        && (Path.EndsInDirectorySeparator(path) || Path.GetExtension(path).Length == 0 || Directory.Exists(path) || ObjectStore.IsAddress(path));

    private int WriteParts(ParseResult parsed, string folder, Terminal terminal, CancellationToken cancellation)
    {
        if (parsed.IsGiven(_onBadImage))
            throw new GraftException("--on-bad-image was given, and in parts an image that cannot be read is a row with the reason.", cure: "Leave it out.");
        var order = ShardOrder.Of([parsed.GetRequiredValue(_data)], folder, _shards.Read(parsed));
        using var work = new FeatureWork(Read(parsed), cancellation);
        return order.Show(order.Run(work, terminal, cancellation), terminal, parsed.GetValue(_json));
    }

    private FeatureRequest Read(ParseResult parsed) => new()
    {
        Data = parsed.GetRequiredValue(_data),
        Model = _model.Name(parsed),
        Weights = _model.Weights(parsed),
        ImageSize = _model.ImageSize(parsed),
        Stage = parsed.GetValue(_stage),
        Flatten = parsed.GetValue(_flatten),
        Precision = parsed.GetRequiredValue(_precision),
        Batch = parsed.GetValue(_batch),
        Workers = parsed.GetValue(_workers),
        UseCache = !parsed.GetValue(_noCache),
        OnBadImage = parsed.GetValue(_onBadImage),
    };
}
