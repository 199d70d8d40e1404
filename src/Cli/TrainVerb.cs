using System.CommandLine;
using Graft.Mpi;
using Graft.Tasks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft train DATA</c>: from a folder of images to a tested model file and its report.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly TrainOptions _options;
    private string? _run;
    private readonly Option<string?> _task = new("--task")
    {
        Description = "task to train for; inferred from the layout of the data unless given",
        HelpName = string.Join('|', TaskKinds.Names),
    };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _hosts = new("--hosts")
    {
        Description = "file of the hosts that --ranks starts processes on, a host in each line: NAME, or NAME slots=4; this one alone by default",
        HelpName = "FILE",
    };
    private readonly Option<int> _maxRestarts = new("--max-restarts")
    {
        Description = "how often --ranks starts the processes again from the last checkpoint when one has failed, "
            + "without the hosts that do not answer; 0 by default",
    };

    public TrainVerb(Terminal terminal)
        : base(terminal, "train", "Fine-tune a pretrained network on images; writes a model file, metrics and a report.",
            "graft train photos/", "graft train photos/ --model auto --time 20m",
            "graft train scenes/ --task detect --model efficientnet_lite0", "graft train scenes/ --task segment",
            "graft train scenes/ --task instances", "graft train people/ --task identities --strategy adapt",
            "graft train photos/ --model resnet50 --weights resnet50.pth --strategy gradual --epochs 10",
            "graft train --resume runs/classify/photos")
    {
        _options = new TrainOptions(this);
        _task.AcceptOnlyFromAmong([.. TaskKinds.Names]);
        foreach (var option in new Option[] { _task, _json, _hosts, _maxRestarts }) Add(option);
    }

    internal override string? Ended =>
        $"the launcher ends this rank, as it does when another has ended{(_run is { } run ? $"; {RankLauncher.GoOn(run)}" : "")}";

    // It leaves a checkpoint.
    internal override TimeSpan? Patience => null;

    internal override DeviceUse Device => DeviceUse.Cpu;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var ranks = RanksOf(parsed);
        if (RankLauncher.IsNeeded(ranks))
        {
            // What is wrong with the request is said once, and without a launcher's words about it.
            if (_options.Resume(parsed) is null) RequestOf(parsed, new Terminal(TextWriter.Null, TextWriter.Null)).Request.Validate();
            return Task.FromResult(new RankLauncher(terminal, parsed.GetValue(_hosts), parsed.GetValue(_maxRestarts))
                .Run(ranks, Environment.GetCommandLineArgs()[1..], cancellation));
        }
        if (MpiLauncher.Current is null && new Option[] { _hosts, _maxRestarts }.FirstOrDefault(parsed.IsGiven) is { } unused)
            throw new GraftException($"{unused.Name} is for processes that --ranks starts.", "Expected --ranks 2 or more.", "Leave it out, or give --ranks.");
        if (MpiLauncher.Current is { } launcher) RankLauncher.Tell("rank", $"{launcher.Rank}", $"{Environment.ProcessId}", Environment.MachineName);
        if (MpiLauncher.Current is { Rank: > 0 }) terminal = new Terminal(TextWriter.Null, TextWriter.Null);
        var (task, result) = _options.Resume(parsed) is { } run ? Resume(run, parsed, terminal, cancellation) : Start(parsed, terminal, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(TrainDto.Of(task, result));
        else RunView.Show(result, terminal);
        var lacksInt8 = result.Int8 is null && Int8Training.IsAsked(RunArguments.Read(result.Folder));
        return Task.FromResult(lacksInt8 || result.Comparison?.Verdict == ComparisonVerdict.Worse ? ExitCode.Failed : ExitCode.Done);
    }

    // Those of the launcher, where there is one; a run that several processes began goes on with as many.
    private int RanksOf(ParseResult parsed) => _options.IsGiven(parsed, nameof(TrainRequest.Ranks)) ? Given(_options.Ranks(parsed))
        : MpiLauncher.Current is not null ? 0
        : _options.Resume(parsed) is { } run ? RunArguments.Read(RunFolder.Open(run)).Ranks : 1;

    // For a request 0 means those of a launcher, which on a command line is what no --ranks means.
    private static int Given(int ranks) => ranks != 0 ? ranks
        : throw new GraftException("--ranks is 0.", "Expected the number of processes, 1 or more.",
            "Leave it out for one process, or for those of a launcher.");

    private (TaskKind Task, ITrainResult Result) Start(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (task, request) = RequestOf(parsed, terminal);
        using var display = new EventDisplay(terminal);
        return (task, TaskTable.Of(task).Train(request, new ToldFolder(display, run => _run = run), cancellation));
    }

    private (TaskKind Task, TrainRequest Request) RequestOf(ParseResult parsed, Terminal terminal)
    {
        var data = _options.Data(parsed);
        var task = TaskChoice.Of(parsed.GetValue(_task), data, _options.Model(parsed), terminal);
        return (task, _options.Read(parsed, TaskTable.Of(task).Request(data)) with
        {
            Ranks = RanksOf(parsed),
        });
    }

    private (TaskKind Task, ITrainResult Result) Resume(string run, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var task = RunArguments.Read(RunFolder.Open(run)).Task;
        if (parsed.GetValue(_task) is { } asked && asked != task.Name())
            throw new GraftException($"'{run}' is a run of the task '{task.Name()}'.",
                $"--task asks for '{asked}'.", "Leave --task out: --resume needs nothing else.");
        using var display = new EventDisplay(terminal);
        return (task, TaskTable.Of(task).Resume(run, request => _options.Change(parsed, request) with { Ranks = RanksOf(parsed) },
            new ToldFolder(display, run => _run = run), cancellation));
    }

    /// <summary>Tells where the run lies, also the program that started the ranks.</summary>
    private sealed class ToldFolder(IProgress<RunEvent> next, Action<string> begun) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Started started)
            {
                RankLauncher.Tell("run", started.Run);
                begun(started.Run);
            }
            next.Report(value);
        }
    }
}
