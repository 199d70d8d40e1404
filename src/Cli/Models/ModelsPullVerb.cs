using System.CommandLine;
using Graft.Networks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft models pull NAME...</c>: downloads published weights, gone on with where it broke, checked by hash.</summary>
internal sealed class ModelsPullVerb : Verb
{
    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = "a model, with a tag where it is not the default: resnet50.IMAGENET1K_V1; a face network of others (sface, yunet); or hf-hub:OWNER/NAME",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<int> _connections = new("--connections")
    {
        Description = "parallel connections for a large file",
        DefaultValueFactory = _ => new PullOptions().Connections,
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ModelsPullVerb(Terminal terminal)
        : base(terminal, "pull",
            $"Download published weights into {GraftHome.Variable}. {PullOptions.MirrorVariable} and {HubAddress.BaseVariable} name mirrors, "
                + $"HTTP_PROXY, HTTPS_PROXY and NO_PROXY are obeyed, {PullOptions.OfflineVariable}=1 forbids every connection.",
            "graft models pull resnet50", "graft models pull resnet50.IMAGENET1K_V1 mobilenet_v2", "graft models pull hf-hub:timm/resnet18.a1_in1k")
    {
        _connections.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 16) result.AddError("--connections is a number from 1 to 16.");
        });
        foreach (var option in new Option[] { _connections, _json }) Add(option);
        Add(_names);
    }

    internal override bool DecodesImages => false;

    protected override async Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        // Names first: nobody waits for one download to learn that the next name is wrong.
        var wanted = parsed.GetRequiredValue(_names).Select(name => (Name: name, Pull: PullOf(name))).ToList();
        var options = new PullOptions { Connections = parsed.GetValue(_connections) };
        var files = new Dictionary<string, string>();
        foreach (var (name, pull) in wanted)
        {
            using (var display = new EventDisplay(terminal))
            {
                var progress = new PullDisplay(display, name, TimeProvider.System);
                files[name] = await pull(options with { Progress = progress.Report }, cancellation);
            }
            if (!parsed.GetValue(_json)) terminal.Results.WriteLine($"{name}: {files[name]}");
            if (LicenceOf(name, files[name]) is { } licence && LicenceTerms.ForbidsCommercialUse(licence))
                terminal.Warn($"{name} is under {licence}, which forbids commercial use, of what is trained from it too.");
        }
        if (parsed.GetValue(_json)) terminal.WriteJson(new PullFacts(files));
        else if (PublishedFaces.Find(wanted[0].Name) is not { } face) terminal.Next("graft", "train", "DATA", "--model", wanted[0].Name);
        else if (face.Contract is not null) terminal.Next("graft", "faces", "enroll", "staff.faces", "people/", "--descriptor", face.Name);
        return ExitCode.Done;
    }

    private static string? LicenceOf(string name, string file) =>
        HubAddress.IsOne(name) ? HubRepository.Open(Path.GetDirectoryName(file)!).Licence
            : PublishedFaces.Find(name)?.Licence ?? WeightsCatalogue.Find(name).Licence;

    private static Func<PullOptions, CancellationToken, Task<string>> PullOf(string name)
    {
        if (HubAddress.IsOne(name))
        {
            var address = HubAddress.Parse(name);
            return async (options, cancellation) => (await HubStore.PullAsync(address, options, cancellation)).WeightsFile;
        }
        if (PublishedFaces.Find(name) is { } face) return (options, cancellation) => PublishedFaces.PullAsync(face, options, cancellation);
        var weights = WeightsCatalogue.Find(name);
        return (options, cancellation) => WeightsStore.PullAsync(weights, options, cancellation);
    }
}
