using System.CommandLine;

namespace Graft.Cli;

/// <summary>The verbs of <c>graft faces</c>.</summary>
internal static class FacesGroup
{
    public static Command Of(Terminal terminal) => new VerbGroup("faces", "Find, describe and compare faces.",
        new DetectVerb(terminal), new RepresentVerb(terminal), new VerifyVerb(terminal));
}
