using Graft.Artifacts;
using Graft.Networks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>Where the weights of a model file, or of a folder in timm's layout, come from.</summary>
internal static class LedgerView
{
    /// <summary>Whether the word names such a thing rather than a network of the catalogue.</summary>
    public static bool Knows(string name) =>
        HubAddress.IsOne(name) || HubRepository.IsOne(name) || Path.GetExtension(name).Equals(".onnx", StringComparison.OrdinalIgnoreCase);

    public static void Show(string name, bool isJson, Terminal terminal)
    {
        if (HubAddress.IsOne(name) || HubRepository.IsOne(name)) ShowFolder(HubStore.Resolve(name), isJson, terminal);
        else ShowFile(name, isJson, terminal);
    }

    private static void ShowFile(string path, bool isJson, Terminal terminal)
    {
        var manifest = ModelFile.ReadManifest(path);
        if (isJson)
        {
            terminal.WriteJson(ModelFileFacts.Of(path, manifest));
            return;
        }
        var console = terminal.Results;
        console.WriteLine($"{path}: {manifest.Task}, {manifest.Model}, {manifest.Classes.Count} classes, written by {manifest.Producer}");
        console.WriteLine($"classes  {string.Join(", ", manifest.Classes.Take(20))}{(manifest.Classes.Count > 20 ? ", ..." : "")}");
        console.WriteLine($"images   {WeightsDto.Describe(manifest.Preprocess)}");
        console.WriteLine($"data     {manifest.DataFingerprint ?? "not known"}");
        if (manifest.Metrics is { Count: > 0 } metrics)
            console.WriteLine($"measured {string.Join(", ", metrics.Select(metric => FormattableString.Invariant($"{metric.Key} {metric.Value:0.000}")))}");
        if (manifest.Quantisation is { } eight)
        {
            var cost = eight.Change is { } change ? FormattableString.Invariant($"{eight.Metric} {change * 100:+0.00;-0.00;0.00} points beside 32 bits")
                : "its accuracy was not measured";
            console.WriteLine($"8 bits   {eight.Layers} layers, calibrated on {Words.Count(eight.Images, "image")}, {eight.From} ({eight.Method}); {cost}");
        }
        else console.WriteLine($"numbers  {manifest.Precision}");
        if (manifest.Origin is null) console.WriteLine("Its weights were trained from random initialisation.");
        foreach (var origin in manifest.Origin?.Lineage() ?? []) Show(origin, console);
        terminal.Next("graft", "predict", path, "new/*.jpg");
    }

    private static void ShowFolder(HubRepository repository, bool isJson, Terminal terminal)
    {
        var hash = FileHash.Sha256(repository.WeightsFile);
        if (isJson)
        {
            terminal.WriteJson(HubFolderFacts.Of(repository, hash));
            return;
        }
        var console = terminal.Results;
        console.WriteLine($"{repository.Folder}: timm's {repository.Architecture}{(repository.Tag is null ? "" : $".{repository.Tag}")}, here "
            + $"{repository.Model}, {repository.Classes} classes");
        console.WriteLine($"  images   {WeightsDto.Describe(repository.Preprocess)}");
        console.WriteLine($"  licence  {LicenceTerms.Describe(repository.Licence ?? "not known")}");
        console.WriteLine($"  source   {repository.Origin?.Address ?? "a folder of the user's"}");
        console.WriteLine($"  sha-256  {hash}");
        console.WriteLine($"  file     {repository.WeightsFile}");
        terminal.Next("graft", "train", "DATA", "--model", repository.Folder);
    }

    private static void Show(WeightsOrigin origin, IAnsiConsole console)
    {
        console.WriteLine($"weights  {origin.Name}");
        console.WriteLine($"  licence  {LicenceTerms.Describe(origin.Licence)}");
        console.WriteLine($"  source   {origin.Source}");
        if (origin.Address is not null && origin.Address != origin.Source) console.WriteLine($"  address  {origin.Address}");
        console.WriteLine($"  sha-256  {origin.Sha256}");
    }
}
