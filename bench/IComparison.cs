namespace Graft.Bench;

/// <summary>One measurement against a peer, run by name: <c>dotnet run --project bench -c Release -- NAME</c>.</summary>
internal interface IComparison
{
    string Name { get; }

    string Description { get; }

    /// <summary>Prints a Markdown table of medians and ratios.</summary>
    int Run(string[] arguments);
}
