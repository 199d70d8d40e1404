using System.CommandLine;

namespace Graft.Cli;

/// <summary>A flag of <c>graft train</c>: its option, the property of the request that it sets, and the tasks that have it.</summary>
internal abstract class TrainFlag(Option option, string property, params Type[] requests)
{
    public Option Option { get; } = option;

    /// <summary>Name of the property.</summary>
    public string Property { get; } = property;

    /// <summary>The tasks that have it: those whose request has the property.</summary>
    public IReadOnlyList<TaskKind> Tasks { get; } =
        [.. TaskTable.Rows.Where(row => requests.Any(row.RequestType.IsAssignableTo)).Select(row => row.Kind)];

    /// <summary>The request with what the user gave; as it was where they gave nothing.</summary>
    /// <exception cref="GraftException">The value cannot be read.</exception>
    public TrainRequest Apply(ParseResult parsed, TrainRequest request) => parsed.IsGiven(Option) ? Set(parsed, request) : request;

    /// <summary>Why it cannot be given for a task; null where it can, or was not given.</summary>
    public Problem? Refusal(ParseResult parsed, TaskKind task) => !parsed.IsGiven(Option) || Tasks.Contains(task) ? null
        : new Problem(Option.Name, $"It is for {string.Join(" and ", Tasks.Select(kind => kind.Name()))} only.",
            $"Leave it out, or train --task {string.Join(" or ", Tasks.Select(kind => kind.Name()))}.");

    protected abstract TrainRequest Set(ParseResult parsed, TrainRequest request);
}

/// <typeparam name="TRequest">The request that has the property: <see cref="TrainRequest"/> where every task has it.</typeparam>
/// <typeparam name="TValue">What the option is parsed as.</typeparam>
internal sealed class TrainFlag<TRequest, TValue>(Option<TValue> option, string property, Func<TRequest, TValue, TRequest> set)
    : TrainFlag(option, property, typeof(TRequest))
    where TRequest : TrainRequest
{
    protected override TrainRequest Set(ParseResult parsed, TrainRequest request) => set((TRequest)request, parsed.GetValue(option)!);
}

/// <summary>A flag of one name for requests of different types, each of which reads it in its own way.</summary>
internal sealed class SharedTrainFlag(Option<string> option, string property, params (Type Request, Func<TrainRequest, string, TrainRequest> Set)[] rows)
    : TrainFlag(option, property, [.. rows.Select(row => row.Request)])
{
    protected override TrainRequest Set(ParseResult parsed, TrainRequest request) =>
        rows.Single(row => request.GetType().IsAssignableTo(row.Request)).Set(request, parsed.GetValue(option)!);
}
