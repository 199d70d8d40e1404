using System.CommandLine;
using System.CommandLine.Parsing;
using Graft.Runtime;
using Graft.Serving;
using Graft.ServingFaces;

namespace Graft.Cli;

/// <summary><c>graft serve MODEL...</c>: models over HTTP, on ONNX Runtime alone.</summary>
internal sealed class ServeVerb : Verb
{
    private static readonly ServingLimits Defaults = new();
    private static readonly WatchOptions Watching = new();
    private static readonly ReviewOptions Reviewing = new("review");

    private readonly Argument<string[]> _files = new("MODEL")
    {
        Description = "model files or folders of runs, each as PATH or NAME=PATH; a file that changes is loaded again",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string?> _models =
        new("--models") { Description = "a folder with a folder for each model and a file for each version: models/photos/1.onnx" };
    private readonly Option<double> _newVersionShare = new("--new-version-share")
    {
        Description = $"share of the requests that a new version answers at first: 1 for all, up to {TrialWish.LargestShare} as a canary, "
            + "0 for none until it is asked for",
        DefaultValueFactory = _ => new ServeSettings().NewVersionShare,
    };
    private readonly Option<string[]> _galleries = new("--gallery")
    {
        Description = "galleries of people, each as FILE or NAME=FILE: their faces are identified, and people are enrolled; a database of PostgreSQL "
            + "stands in place of a file as postgresql://user@host/database",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _galleryKeys = new("--key-file") { Description = "keys of the gallery; FILE.key beside it unless given" };
    private readonly Option<string?> _descriptor =
        new("--descriptor") { Description = "another network that describes faces: its name or an ONNX file with its contract as JSON beside it" };
    private readonly Option<string[]> _urls = new("--urls")
    {
        Description = $"where to listen; {ServeSettings.DefaultUrl} by default, other machines only with --keys",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _keys = new("--keys") { Description = "file of keys that `graft serve keys add` writes; without it nobody is asked" };
    private readonly Option<int?> _maxBatch =
        new("--max-batch") { Description = "maximum number of images that run together; measured when a model opens unless given" };
    private readonly Option<int> _maxDelay = new("--max-delay-ms") { Description = "how long an image may wait for others to run with; 0 by default" };
    private readonly Option<int> _queue = new("--queue")
    {
        Description = "maximum number of waiting images; more are refused with 429",
        DefaultValueFactory = _ => Defaults.Queue,
    };
    private readonly Option<int> _timeout = new("--timeout-ms")
    {
        Description = "time from a request to its answer",
        DefaultValueFactory = _ => (int)Defaults.Timeout.TotalMilliseconds,
    };
    private readonly Option<double> _drain = new("--drain-seconds")
    {
        Description = "how long to serve on, not ready, after SIGTERM",
        DefaultValueFactory = _ => Defaults.Drain.TotalSeconds,
    };
    private readonly Option<double> _body = new("--max-body-mb")
    {
        Description = "maximum size of a request's body in MiB",
        DefaultValueFactory = _ => Defaults.MaxBodyBytes / (double)(1 << 20),
    };
    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "watch whether images are still like those that the models were made for, as `graft drift` does; GET /v1/models/NAME/watch tells",
    };
    private readonly Option<double> _watchFalseAlarms = new("--watch-false-alarms")
    {
        Description = "how often a window of unchanged images may be called unlike by mistake, 0.001 to 0.2",
        DefaultValueFactory = _ => Watching.FalseAlarms,
    };
    private readonly Option<int> _watchWindow = new("--watch-window")
    {
        Description = "different images that are compared at a time, 20 to 1000",
        DefaultValueFactory = _ => Watching.Window,
    };
    private readonly Option<string?> _review = new("--review")
    {
        Description = "keep some of the images in this folder for people to look at: at random, and where the network is unsure; none without it",
        HelpName = "FOLDER",
    };
    private readonly Option<double> _reviewShare = new("--review-share")
    {
        Description = "share of all images that is kept at random, 0 to 1",
        DefaultValueFactory = _ => Reviewing.Share,
    };
    private readonly Option<double> _reviewMegabytes = new("--review-mb")
    {
        Description = "MB of all kept images at most; the oldest without a label go",
        DefaultValueFactory = _ => Reviewing.MaxBytes / 1e6,
    };
    private readonly Option<int> _reviewDays = new("--review-days")
    {
        Description = "days after which kept images without a label go",
        DefaultValueFactory = _ => Reviewing.Days,
    };
    private readonly Option<double?> _abstain = new("--abstain")
    {
        Description = "classifiers answer only where at most this share is wrong, 0.001 to 0.5: each answer has a decision",
    };
    private readonly Option<bool> _tiff = new("--accept-tiff") { Description = "read TIFF as well, by libvips" };

    public ServeVerb(Terminal terminal)
        : base(terminal, "serve", "Serve model files over HTTP.",
            "graft serve runs/classify/photos",
            "graft serve --models models --urls https://0.0.0.0:8443 --keys keys.json")
    {
        Add(_files);
        Option[] limits = [_maxBatch, _maxDelay, _queue, _timeout, _drain, _body], watching = [_watch, _watchFalseAlarms, _watchWindow],
            reviewing = [_review, _reviewShare, _reviewMegabytes, _reviewDays];
        Option[] served = [_models, _newVersionShare, _galleries, _galleryKeys, _descriptor];
        foreach (var option in (Option[])[.. served, _urls, _keys, .. limits, .. watching, .. reviewing, _abstain, _tiff]) Add(option);
    }

    internal override long MaxPixels => Defaults.MaxPixels;

    internal override string Stopping => "stopping: what was accepted is answered first";

    /// <summary>As long as draining takes; a second Ctrl-C ends it at once.</summary>
    internal override TimeSpan? Patience => null;

    internal override DeviceUse Device => DeviceUse.Any;

    protected override async Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var idle = ServeSettings.Needs.Where(need => IsGiven(parsed, need.Key) && !IsGiven(parsed, need.Value))
            .Select(need => $"--{need.Key} has no effect without --{need.Value}.").ToList();
        if (idle.Count > 0) throw new GraftException(string.Join(" ", idle));
        await ServiceHost.Run(Read(parsed, terminal.Say), FacesHost.Add, cancellation);
        return ExitCode.Done;
    }

    private static bool IsGiven(ParseResult parsed, string name) => parsed.GetResult($"--{name}") is OptionResult { Implicit: false };

    private ServeSettings Read(ParseResult parsed, Action<string> say) => new()
    {
        Models = [.. (parsed.GetValue(_files) ?? []).Select(given => Resolved(given, say))],
        Folder = parsed.GetValue(_models),
        Galleries = parsed.GetValue(_galleries) ?? [],
        GalleryKeys = parsed.GetValue(_galleryKeys),
        Descriptor = parsed.GetValue(_descriptor),
        NewVersionShare = parsed.GetValue(_newVersionShare),
        Urls = parsed.GetValue(_urls) is { Length: > 0 } urls ? urls : [ServeSettings.DefaultUrl],
        Keys = parsed.GetValue(_keys),
        Watch = !parsed.GetValue(_watch) ? null
            : new WatchOptions { FalseAlarms = parsed.GetValue(_watchFalseAlarms), Window = parsed.GetValue(_watchWindow) },
        Review = parsed.GetValue(_review) is not { } folder ? null : new ReviewOptions(folder)
        {
            Share = parsed.GetValue(_reviewShare),
            MaxBytes = (long)(parsed.GetValue(_reviewMegabytes) * 1e6),
            Days = parsed.GetValue(_reviewDays),
        },
        Limits = Defaults.WithBody(parsed.GetValue(_body)) with
        {
            MaxBatch = parsed.GetValue(_maxBatch),
            MaxDelay = TimeSpan.FromMilliseconds(parsed.GetValue(_maxDelay)),
            Queue = parsed.GetValue(_queue),
            Timeout = TimeSpan.FromMilliseconds(parsed.GetValue(_timeout)),
            Drain = TimeSpan.FromSeconds(parsed.GetValue(_drain)),
            MaxPixels = ImageOptions.PixelsOf(parsed) ?? Defaults.MaxPixels,
            AcceptTiff = parsed.GetValue(_tiff),
            Abstain = parsed.GetValue(_abstain),
        },
    };

    // The folder of a run stands for its model file, under the run's name.
    private static string Resolved(string given, Action<string> say)
    {
        var (name, path) = ServeSettings.Named(given);
        if (!Directory.Exists(path)) return given;
        var run = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return $"{(given == path ? run : name)}={FasterFile.Of(path, say: say)}";
    }
}
