using System.CommandLine;
using Graft.Networks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft models pull NAME...</c>: downloads published weights, gone on with where it broke, checked by hash.</summary>
internal sealed class ModelsPullVerb : Verb
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "a model, with a tag where it is not the default: resnet50.IMAGENET1K_V1", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ModelsPullVerb(Terminal terminal)
        : base(terminal, "pull", $"Download published weights into {GraftHome.Variable}; {PullOptions.MirrorVariable} names a mirror.",
            "graft models pull resnet50", "graft models pull resnet50.IMAGENET1K_V1 mobilenet_v2")
    {
        Add(_names);
        Add(_json);
    }

    protected override async Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        // Names first: nobody waits for one download to learn that the next name is wrong.
        var wanted = parsed.GetRequiredValue(_names).Select(WeightsCatalogue.Find).ToList();
        var files = new Dictionary<string, string>();
        foreach (var weights in wanted)
        {
            using (var display = new EventDisplay(terminal))
            {
                var progress = new PullDisplay(display, weights.Name, TimeProvider.System);
                files[weights.Name] = await WeightsStore.PullAsync(weights, new PullOptions { Progress = progress.Report }, cancellation);
            }
            if (!parsed.GetValue(_json)) terminal.Results.WriteLine($"{weights.Name}: {files[weights.Name]}");
        }
        if (parsed.GetValue(_json)) terminal.WriteJson(new { Files = files });
        return ExitCode.Done;
    }
}
