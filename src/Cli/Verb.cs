using System.CommandLine;
using Graft.Imaging;

namespace Graft.Cli;

/// <summary>A verb of the command line: its options, an example for <c>--help</c>, and what it does.</summary>
internal abstract class Verb : Command
{
    private readonly Terminal _terminal;

    protected Verb(Terminal terminal, string name, string description, params string[] examples)
        : base(name, description)
    {
        _terminal = terminal;
        Examples = examples;
        SetAction(async (parsed, cancellation) =>
        {
            ImageOptions.Use(parsed);
            DeviceOption.Use(parsed, Device, _terminal);
            var code = await Run(parsed, _terminal, cancellation).ConfigureAwait(false);
            DeviceOption.TellFallback(_terminal);
            return code;
        });
    }

    /// <summary>Command lines that work as they stand.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Whether it reads images, and so takes <see cref="ImageOptions"/>.</summary>
    internal virtual bool DecodesImages => true;

    /// <summary>What its networks run on, and so whether it takes <see cref="DeviceOption"/>.</summary>
    internal virtual DeviceUse Device => DeviceUse.None;

    /// <summary>Pixels of an image at most unless <c>--max-pixels</c> says otherwise.</summary>
    internal virtual long MaxPixels => DecodeOptions.DefaultMaxPixels;

    /// <summary>What is said when it was asked to stop.</summary>
    internal virtual string Stopping => "stopping at the next safe point";

    /// <summary>What is said when the launcher of MPI that started it ends it; null for <see cref="Stopping"/>.</summary>
    internal virtual string? Ended => null;

    /// <summary>How long the job may take to stop when asked to, before the process is ended; null for as long as it needs.</summary>
    internal virtual TimeSpan? Patience => TimeSpan.FromSeconds(1.5);

    /// <summary>Does the job and answers an exit code; throws <see cref="GraftException"/> for what the user can mend.</summary>
    protected abstract Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation);
}
