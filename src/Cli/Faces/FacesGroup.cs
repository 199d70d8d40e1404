using System.CommandLine;

namespace Graft.Cli;

/// <summary>The verbs of <c>graft faces</c>.</summary>
internal static class FacesGroup
{
    public static Command Of(Terminal terminal) => new VerbGroup("faces", "Find, describe, compare and recognise faces.",
        new DetectVerb(terminal), new RepresentVerb(terminal), new VerifyVerb(terminal), new CompareFacesVerb(terminal),
        new EnrollVerb(terminal), new IdentifyVerb(terminal), new SearchVerb(terminal), new FindVerb(terminal), new ClusterVerb(terminal),
        new CalibrateVerb(terminal), new ListVerb(terminal), new ConfirmVerb(terminal), new RemoveVerb(terminal), new FaceExportVerb(terminal),
        new RekeyVerb(terminal), new ReembedVerb(terminal), new FaceAuditVerb(terminal));
}
