using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft compare DATA</c>: which network and which strategy suit the images, how sure that is, and what it costs.</summary>
internal sealed class CompareVerb : Verb
{
    // What a comparison chooses, and what belongs to a run that is kept.
    private static readonly HashSet<string> Without =
    [
        nameof(TrainRequest.Model), nameof(TrainRequest.Strategy), nameof(TrainRequest.ImageSize), nameof(TrainRequest.Weights), nameof(TrainRequest.Add),
        nameof(TrainRequest.Against), nameof(TrainRequest.SecondsLimit), nameof(TrainRequest.KeepState), nameof(TrainRequest.Project),
        nameof(TrainRequest.Name), nameof(TrainRequest.ExistOk), nameof(TrainRequest.CompareSeconds), nameof(TrainRequest.Log),
        nameof(TrainRequest.QuantisationAware),
        nameof(TrainRequest.Ranks), nameof(TrainRequest.CompressGradients), nameof(TrainRequest.SyncNorm), nameof(TrainRequest.StepTimeout),
        nameof(TrainRequest.CheckpointMinutes),
    ];

    private readonly TrainOptions _training;
    private readonly Option<string?> _task = DatasetOptions.Task("to compare for");
    private readonly Option<string?> _models = new("--models")
    {
        Description = "networks of `graft models`; every one whose weights are on this machine by default",
        HelpName = "NAME,NAME,...",
    };
    private readonly Option<string?> _strategies = new("--strategies")
    {
        Description = $"strategies of `graft train`; for classify {Compared()} by default, from scratch with the smallest network alone; otherwise "
            + "that of the task",
        HelpName = "NAME,NAME,...",
    };
    private readonly Option<string?> _sizes = new("--imgsz")
    {
        Description = "input sizes in pixels, each with every network; the network's own by default",
        HelpName = "N,N,...",
    };
    private readonly Option<string?> _fits = new("--fits")
    {
        Description = "for classify: how an image becomes the network's square, each way with every network; that of --letterbox and --center-crop, or whole, "
            + "by default",
        HelpName = "whole,letterbox,center-crop",
    };
    private readonly Option<string?> _time = TimeOption.Make($"time after which no training begins; {AutoModel.DefaultTime} by default");
    private readonly Option<int> _folds = new("--folds")
    {
        Description = "folds in which images by class are held out; fewer where a class has too few images",
        DefaultValueFactory = _ => new CompareRequest { Training = new ClassifyRequest("") }.Folds,
    };
    private readonly Option<int> _repeats = new("--repeats")
    {
        Description = "how often the folds are made anew",
        DefaultValueFactory = _ => new CompareRequest { Training = new ClassifyRequest("") }.Repeats,
    };
    private readonly Option<double> _margin = new("--margin")
    {
        Description = "by how much of the metric the fastest candidate may be worse than the best: 0.01 is one percentage point",
        DefaultValueFactory = _ => new CompareRequest { Training = new ClassifyRequest("") }.Margin,
    };
    private readonly Option<string?> _out = new("--out")
    {
        Description = $"a new folder for {CompareFiles.Page}, {CompareFiles.Table} and {CompareFiles.Document}; runs/compare/NAME by default",
        HelpName = "FOLDER",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public CompareVerb(Terminal terminal)
        : base(terminal, "compare", "Compare networks and strategies on the same held-out images: which is best, how sure that is, which is the fastest "
            + "that is not worse, what from scratch would have given.",
            "graft compare photos/ --time 20m", "graft compare photos/ --strategies probe --imgsz 224,288", "graft compare scenes/ --task detect --epochs 10")
    {
        _training = new TrainOptions(this, Without);
        foreach (var option in new Option[] { _task, _models, _strategies, _sizes, _fits, _time, _folds, _repeats, _margin, _out, _json }) Add(option);
    }

    internal override DeviceUse Device => DeviceUse.Cpu;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var data = _training.Data(parsed);
        var task = TaskChoice.Of(parsed.GetValue(_task), data, parsed.GetValue(_models)?.Split(',')[0] ?? Pretrained.DefaultModel, terminal);
        var folder = parsed.GetValue(_out) ?? OutputPlace.FreeName(Path.Combine("runs", "compare", RunFolder.NameOf(new ClassifyRequest(data))));
        OutputPlace.RequireFolder(folder, "--out", isNew: true);
        List<Problem> unused = task == TaskKind.Classify ? [] : [.. new Option[] { _folds, _repeats, _fits }.Where(parsed.IsGiven)
            .Select(option => new Problem(option.Name, option == _fits ? $"Networks for {task.Name()} take whole images."
                : $"Data for {task.Name()} is compared on one split.", "Leave it out."))];
        if (unused.Count > 0) throw new ProblemsException("The comparison", unused);
        var request = new CompareRequest
        {
            Training = _training.Read(parsed, TaskTable.Of(task).Request(data)),
            Models = Words(parsed.GetValue(_models)),
            Strategies = StrategiesOf(parsed.GetValue(_strategies)),
            ImageSizes = [.. Words(parsed.GetValue(_sizes)).Select(word => int.Parse(word, CultureInfo.InvariantCulture))],
            Fits = ImageFits.Of(Words(parsed.GetValue(_fits))),
            SecondsLimit = TimeOption.Seconds(parsed.GetValue(_time) ?? AutoModel.DefaultTime),
            Folds = parsed.GetValue(_folds),
            Repeats = parsed.GetValue(_repeats),
            Margin = parsed.GetValue(_margin),
        };
        CompareResult result;
        using (var display = new EventDisplay(terminal))
            result = CandidateComparison.Run(request, display, cancellation);
        // Another comparison may have taken the place meanwhile: this one is not lost.
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) folder = OutputPlace.FreeName(folder);
        WholeFolder.Write(folder, "--out", written =>
        {
            Directory.CreateDirectory(written);
            CompareFiles.Write(written, result);
            return true;
        });
        if (parsed.GetValue(_json)) terminal.WriteJson(result);
        else CompareView.Show(result, terminal);
        terminal.Say($"report  {Path.Combine(folder, CompareFiles.Page)}");
        var best = result.Best.Candidate;
        string[] size = best.ImageSize is { } pixels ? ["--imgsz", pixels.ToString(CultureInfo.InvariantCulture)] : [];
        string[] fit = best.Fit is null or ImageFit.Whole ? [] : [$"--{best.Fit.Value.Name()}"];
        terminal.Next(["graft", "train", data, "--task", task.Name(), "--model", best.Model,
            "--strategy", best.Strategy.ToString().ToLowerInvariant(), .. size, .. fit,
            .. _training.Given(parsed, request.Training, best.Of(request.Training))]);
        if (result.IsStopped) terminal.Say("stopped: the report is of the trials that were done.");
        return Task.FromResult(result.IsStopped ? ExitCode.Cancelled : ExitCode.Done);
    }

    private static string Compared() => string.Join(", ", TaskTable.Of(TaskKind.Classify).Compared!.Select(strategy => strategy.ToString().ToLowerInvariant()));

    private static string[] Words(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Strategies with commas between them.</summary>
    /// <exception cref="GraftException">A word is none.</exception>
    public static IReadOnlyList<Strategy> StrategiesOf(string? text) => [.. Words(text).Select(word =>
        Enum.GetNames<Strategy>().FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<Strategy>(name)
            : throw new GraftException($"'{word}' is not a strategy.",
                $"Expected {string.Join(", ", Enum.GetNames<Strategy>().Select(known => known.ToLowerInvariant()))}, with commas between them."))];
}

/// <summary>The leaderboard in the console.</summary>
internal static class CompareView
{
    public static void Show(CompareResult result, Terminal terminal)
    {
        string[] loss = result.HasLoss ? ["log-loss"] : [];
        var table = Terminal.Table(["candidate", result.Best.Metric!.Name, .. loss, "trials", "to the best", "p", "training", "images/s", ""]);
        foreach (var row in result.Rows)
            table.AddRow(new[]
            {
                row.Candidate.Name, row.Metric is { } metric ? $"{metric.ValueText()} {Range(metric.IntervalText())}".TrimEnd() : "",
            }.Concat(loss.Select(_ => CompareWords.Number(row.Loss, "0.000"))).Concat(
            [
                $"{row.Trials} of {row.Of}",
                row.Difference is null ? "" : $"{CompareWords.Points(row.Difference)} {Range(CompareWords.Range(row.DifferenceInterval))}".TrimEnd(),
                CompareWords.P(row.P), row.TrainingSeconds is { } seconds ? Duration.Of(seconds) : "", CompareWords.Number(row.ImagesPerSecond, "0"),
                row.Ended ?? "",
            ]).Select(cell => new Text(cell)));
        terminal.Results.Write(table);
        foreach (var sentence in CompareWords.Of(result)) terminal.Results.WriteLine(sentence);
        foreach (var note in result.Notes) terminal.Results.WriteLine($"note: {note}");
    }

    private static string Range(string text) => text.Length == 0 ? "" : $"({text})";
}
