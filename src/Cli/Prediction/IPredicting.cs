using Graft.Shards;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a model of one task.</summary>
internal interface IPredicting : IDisposable
{
    /// <summary>Images that could not be read.</summary>
    int Failed { get; }

    /// <summary>Predicts, shows or keeps the answers, and saves what was asked for.</summary>
    /// <param name="list">The images.</param>
    /// <param name="terminal">Shows progress and the table, or prints the JSON.</param>
    /// <param name="cancellation">Stops between two images.</param>
    void Run(ImageList list, Terminal terminal, CancellationToken cancellation);

    /// <summary>Predicts and writes the answers in parts.</summary>
    ShardResult Write(ShardOrder order, Terminal terminal, CancellationToken cancellation);
}
