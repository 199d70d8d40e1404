using System.Text.Json.Serialization;
using Graft.Reports;

namespace Graft;

/// <summary>A fact about a running job. The console, the page and tests read the same ones from <c>events.jsonl</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Message), "message")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Transfer), "transfer")]
[JsonDerivedType(typeof(Epoch), "epoch")]
[JsonDerivedType(typeof(Finished), "finished")]
public abstract record RunEvent
{
    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The job has begun.</summary>
    /// <param name="Run">Folder of the run.</param>
    /// <param name="Summary">One line: what is done to what.</param>
    public sealed record Started(string Run, string Summary) : RunEvent;

    /// <summary>A finding or a note.</summary>
    /// <param name="Text">The sentence.</param>
    /// <param name="IsWarning">Whether the user should act on it.</param>
    public sealed record Message(string Text, bool IsWarning = false) : RunEvent;

    /// <summary>How far a piece of work is.</summary>
    /// <param name="Work">What is being done.</param>
    /// <param name="Done">Units done.</param>
    /// <param name="Total">Units in all.</param>
    /// <param name="SecondsLeft">Estimate of the time left for this piece, or null before there is one.</param>
    public sealed record Progress(string Work, long Done, long Total, double? SecondsLeft = null) : RunEvent;

    /// <summary>What is loaded, re-initialised and frozen, before the first step.</summary>
    /// <param name="Rows">One row per stage.</param>
    public sealed record Transfer(IReadOnlyList<TransferRow> Rows) : RunEvent;

    /// <summary>An epoch has ended.</summary>
    /// <param name="Row">Its metrics.</param>
    public sealed record Epoch(EpochRecord Row) : RunEvent;

    /// <summary>The job has ended well.</summary>
    /// <param name="Metrics">Main metrics by name.</param>
    public sealed record Finished(IReadOnlyDictionary<string, double> Metrics) : RunEvent;
}
