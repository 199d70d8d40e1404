using System.CommandLine;

namespace Graft.Cli;

/// <summary>The command line of <c>graft train</c>, and the request it makes.</summary>
internal sealed class TrainOptions
{
    private readonly Argument<string?> _data = new("DATA") { Description = DatasetOptions.AllLayouts };
    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "resume the run in this folder from its last checkpoint; " +
            "no other option is needed, and any that is given is applied as a change or refused by name",
        HelpName = "RUN",
    };

    /// <summary>All of it.</summary>
    public TrainOptions(Command verb)
    {
        _data.Arity = ArgumentArity.ZeroOrOne;
        verb.Add(_data);
        Flags = TrainFlags.Make();
        foreach (var flag in Flags) verb.Add(flag.Option);
        verb.Add(_resume);
    }

    /// <summary>For a verb that compares trainings: the flags that say how, of the tasks that it compares.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="without">Properties of the request that it sets itself, or has no use for.</param>
    public TrainOptions(Command verb, IReadOnlySet<string> without)
    {
        _data.Arity = ArgumentArity.ExactlyOne;
        verb.Add(_data);
        Flags = [.. TrainFlags.Make().Where(flag => !without.Contains(flag.Property) && flag.Tasks.Any(task => TaskTable.Of(task).NotCompared is null))];
        foreach (var flag in Flags) verb.Add(flag.Option);
    }

    /// <summary>The table of the flags.</summary>
    public IReadOnlyList<TrainFlag> Flags { get; }

    /// <summary>The run to go on with; null to begin one.</summary>
    public string? Resume(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>The data set.</summary>
    /// <exception cref="GraftException">None was given, and no run to resume.</exception>
    public string Data(ParseResult parsed) => parsed.GetValue(_data)
        ?? throw new GraftException("There is nothing to train on.",
            "Expected a data set, or --resume with the folder of a run.", "For example `graft train photos/`.");

    /// <summary>The name of the network.</summary>
    public string Model(ParseResult parsed) => Flag(nameof(TrainRequest.Model)).Apply(parsed, new ClassifyRequest("")).Model;

    /// <summary>Processes that train together.</summary>
    public int Ranks(ParseResult parsed) => Flag(nameof(TrainRequest.Ranks)).Apply(parsed, new ClassifyRequest("")).Ranks;

    /// <summary>Whether the user gave the flag of a property.</summary>
    public bool IsGiven(ParseResult parsed, string property) => parsed.IsGiven(Flag(property).Option);

    /// <summary>The words of what the user gave, for another command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="request">The request that they made.</param>
    /// <param name="meant">The request of the other; what it has no use for has its default there, and is left out.</param>
    public IEnumerable<string> Given(ParseResult parsed, TrainRequest request, TrainRequest meant) => Flags
        .Where(flag => parsed.IsGiven(flag.Option) && Equals(Value(flag, request), Value(flag, meant)))
        .SelectMany(flag => parsed.GetResult(flag.Option)!.Tokens.Select(token => token.Value).Prepend(flag.Option.Name));

    private static object? Value(TrainFlag flag, TrainRequest request) => request.GetType().GetProperty(flag.Property)?.GetValue(request);

    private TrainFlag Flag(string property) => Flags.Single(flag => flag.Property == property);

    /// <summary>A request with what the user gave.</summary>
    /// <exception cref="ProblemsException">The user gave what other tasks have; all of it is named.</exception>
    public TRequest Read<TRequest>(ParseResult parsed, TRequest request)
        where TRequest : TrainRequest
    {
        List<Problem> problems = [.. Flags.Select(flag => flag.Refusal(parsed, request.Task)).OfType<Problem>()];
        if (problems.Count > 0) throw new ProblemsException("The training request", problems);
        return (TRequest)Flags.Aggregate((TrainRequest)request, (made, flag) => flag.Apply(parsed, made));
    }

    /// <summary>The request of a run that is resumed, with what the user gave.</summary>
    /// <exception cref="GraftException">Another data set was given.</exception>
    public TrainRequest Change(ParseResult parsed, TrainRequest request)
    {
        if (parsed.GetValue(_data) is { } data && Path.GetFullPath(data) != Path.GetFullPath(request.Data))
            throw new GraftException($"'{data}' is not what the run was trained on.",
                $"It was '{request.Data}'.", "Leave it out: --resume needs nothing else.");
        return Read(parsed, request);
    }
}
