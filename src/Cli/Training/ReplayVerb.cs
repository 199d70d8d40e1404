using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft replay RUN</c>: the numbers of a run again, or what has changed since.</summary>
internal sealed class ReplayVerb : Verb
{
    private readonly Argument<string> _run = new("RUN") { Description = "folder of a finished run, of any task" };
    private readonly Option<string?> _data = Place("--data", "where the run's data set is now, if it was moved");
    private readonly Option<string?> _add = Place("--add", "where the images are now that --add gave to the run");
    private readonly Option<string?> _weights = Place("--weights", "where the file of weights is now that --weights gave to the run");
    private readonly Option<string?> _project = Place("--project", "folder in which the replay's folder is created; that of the run by default");
    private readonly Option<string?> _name = new("--name") { Description = "name of the replay's folder; RUN-replay by default, with a number if it is taken" };
    private readonly Option<bool> _existOk = new("--exist-ok") { Description = "write into the replay's folder even if it exists" };
    private readonly Option<double?> _tolerance = new("--tolerance")
    {
        Description = "what a metric may differ by, of values beyond 1 as a share; by default nothing on the same machine, and "
            + string.Create(CultureInfo.InvariantCulture, $"{ReplayOptions.DefaultTolerance} on another"),
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ReplayVerb(Terminal terminal)
        : base(terminal, "replay", "Train a run again from its folder alone and compare: weights to the bit, and each metric; exit code 1 if they differ.",
            "graft replay runs/classify/photos", "graft replay runs/detect/scenes --data /mnt/scenes --json")
    {
        _tolerance.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is < 0) result.AddError("--tolerance is 0 or more.");
        });
        Add(_run);
        foreach (var option in new Option[] { _data, _add, _weights, _project, _name, _existOk, _tolerance, _json }) Add(option);
    }

    // It leaves a checkpoint.
    internal override TimeSpan? Patience => null;

    internal override DeviceUse Device => DeviceUse.Cpu;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var options = new ReplayOptions
        {
            Data = parsed.GetValue(_data),
            Add = parsed.GetValue(_add),
            Weights = parsed.GetValue(_weights),
            Project = parsed.GetValue(_project),
            Name = parsed.GetValue(_name),
            ExistOk = parsed.GetValue(_existOk),
            Tolerance = parsed.GetValue(_tolerance),
        };
        ReplayResult result;
        using (var display = new EventDisplay(terminal)) result = RunReplay.Run(parsed.GetRequiredValue(_run), options, display, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(result);
        else Show(result, terminal.Results);
        return Task.FromResult(result.IsRepeated ? ExitCode.Done : ExitCode.Failed);
    }

    private static void Show(ReplayResult result, IAnsiConsole results)
    {
        var table = Terminal.Table("split", "metric", "run", "replay", "difference");
        foreach (var metric in result.Metrics)
            table.AddRow(new Text(metric.Split), new Text(metric.Key), new Text(Number(metric.Before)), new Text(Number(metric.After)),
                new Text(metric.Difference == 0 ? "0" : Text($"{metric.Difference:0.0e+00}")));
        results.Write(table);
        results.WriteLine(Weights("weights", result.Weights));
        if (result.LastWeights is { } last) results.WriteLine(Weights("weights of the last step", last));
        foreach (var note in result.Notes) results.WriteLine($"note: {note}");
        results.WriteLine(result.Verdict switch
        {
            ReplayVerdict.Equal => "The replay gave the same numbers, to the bit.",
            ReplayVerdict.WithinTolerance when result.IsRepeated => Text($"The numbers are not the same; no metric differs by more than {result.Tolerance}."),
            ReplayVerdict.WithinTolerance =>
                Text($"No metric differs by more than {result.Tolerance}, but on the same machine the numbers should be the same."),
            _ => Text($"The numbers differ: a metric by more than {result.Tolerance}, or a tensor or metric is missing."),
        });
        results.WriteLine($"replay  {result.Replay}");
    }

    private static string Weights(string what, WeightsComparison weights) => weights.IsEqual ? $"{what}: {weights.Tensors} tensors, equal to the bit"
        : Text($"{what}: {weights.Tensors} tensors, the largest difference is {weights.LargestDifference:0.0e+00}, in {weights.Where}");

    private static string Number(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Option<string?> Place(string name, string description) => new(name) { Description = description, HelpName = "PLACE" };
}
