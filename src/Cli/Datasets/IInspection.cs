using Spectre.Console;

namespace Graft.Cli;

/// <summary>An answer of <c>graft data inspect</c>, for people; as JSON it is its properties.</summary>
internal interface IInspection
{
    IReadOnlyList<Problem> Problems { get; }

    void Show(IAnsiConsole console);
}
