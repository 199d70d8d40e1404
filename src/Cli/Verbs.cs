using System.CommandLine;

namespace Graft.Cli;

/// <summary>The verbs that there are, in the order that <c>--help</c> shows them.</summary>
internal static class Verbs
{
    public static Command Root(Terminal terminal)
    {
        var root = new Command("graft",
            "Transfer learning for computer vision: from a folder of images to a file that answers in production.")
        {
            new DemoVerb(terminal),
            new TrainVerb(terminal),
            new ReplayVerb(terminal),
            new ValVerb(terminal),
            new PredictVerb(terminal),
            new ExplainVerb(terminal),
            new DriftVerb(terminal),
            new CompareVerb(terminal),
            new BenchVerb(terminal),
            new FeaturesVerb(terminal),
            new ShardsVerb(terminal),
            new ExportVerb(terminal),
            new VerbGroup("data", "Inspect, audit, correct, split, convert and compose data sets.",
                new DataInspectVerb(terminal), new DataAuditVerb(terminal), new DataApplyVerb(terminal), new DataSplitVerb(terminal),
                new DataConvertVerb(terminal), new DataComposeVerb(terminal)),
            FacesGroup.Of(terminal),
            new ModelsVerb(terminal) { new ModelsPullVerb(terminal) },
            new NewVerb(terminal),
            new ServeVerb(terminal)
            {
                new VerbGroup("keys", "Make, list and revoke keys of the service.",
                    new KeysAddVerb(terminal), new KeysListVerb(terminal), new KeysRevokeVerb(terminal)),
            },
            new ReviewVerb(terminal),
            new PackVerb(terminal),
            new DoctorVerb(terminal),
        };
        root.Add(new Command(CommandLine.HelpVerb, "Show how to use a verb: graft help train."));
        var help = Help.Option(terminal);
        root.Add(help);
        root.Action = help.Action; // the bare word shows what there is
        root.Add(new VersionOption());
        ImageOptions.Apply(root);
        DeviceOption.Apply(root);
        OptionRules.Apply(root);
        return root;
    }
}
