using System.CommandLine;

namespace Graft.Cli;

/// <summary>A word that only groups verbs, such as <c>data</c>.</summary>
internal sealed class VerbGroup : Command
{
    public VerbGroup(string name, string description, params Verb[] verbs)
        : base(name, description)
    {
        foreach (var verb in verbs) Add(verb);
    }
}
