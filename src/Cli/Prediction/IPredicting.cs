using Graft.Shards;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a model of one task.</summary>
internal interface IPredicting : IDisposable
{
    /// <summary>What could not be read, one message an image.</summary>
    IReadOnlyList<string> Failures { get; }

    /// <summary>Predicts, shows or keeps the answers, and saves what was asked for.</summary>
    /// <param name="files">The images.</param>
    /// <param name="terminal">Shows progress and the table, or prints the JSON.</param>
    /// <param name="cancellation">Stops between two images.</param>
    void Run(IReadOnlyList<string> files, Terminal terminal, CancellationToken cancellation);

    /// <summary>Predicts and writes the answers in parts.</summary>
    ShardResult Write(ShardOrder order, Terminal terminal, CancellationToken cancellation);
}
