using Graft.Faces;
using Graft.Networks;

namespace Graft.Cli;

/// <summary>The card of a face network under <c>graft models NAME</c>: what it is, where its weights come from and what they learned from.</summary>
internal static class FaceCards
{
    /// <summary>Whether a face network has that name.</summary>
    public static bool Knows(string name) => FaceCatalogue.All.Any(network => network.Name == name) || PublishedFaces.Find(name) is not null;

    /// <summary>Prints the card.</summary>
    public static void Show(string name, bool isJson, Terminal terminal)
    {
        if (PublishedFaces.Find(name) is { } published)
        {
            Show(published, isJson, terminal);
            return;
        }
        var network = FaceCatalogue.Find(name);
        var graph = network.Build();
        var cost = GraphCost.Of(graph, network.Preprocess.Height, network.Preprocess.Width);
        var card = new FaceCardDto(network.Name, network.Description, network.Paper, cost.Parameters, cost.MultiplyAdds, network.TrainedOn)
        {
            Licence = network.Licence,
            Source = network.Source,
            Sha256 = network.Sha256,
            Path = BundledWeights.Find(network.FileName),
        };
        if (isJson)
        {
            terminal.WriteJson(card);
            return;
        }
        terminal.Output.WriteLine($"{card.Name}: {card.Description}. {card.Paper}");
        terminal.Output.WriteLine($"{Quantities.Millions(card.Parameters)} parameters, {Quantities.Billions(card.MultiplyAdds)} multiply-adds");
        terminal.Output.WriteLine($"  learned from  {card.TrainedOn}");
        terminal.Output.WriteLine($"  licence       {card.Licence}, of the weights; it clears none of the images they learned from");
        terminal.Output.WriteLine($"  source        {card.Source}");
        terminal.Output.WriteLine($"  sha-256       {card.Sha256}");
        terminal.Output.WriteLine($"  file          {card.Path ?? "missing: it is in the package Graft.Weights.Faces"}");
        terminal.Next("graft", "faces", "detect", "SOURCE");
    }

    private static void Show(PublishedFace network, bool isJson, Terminal terminal)
    {
        var path = PublishedFaces.PathOf(network);
        if (isJson)
        {
            terminal.WriteJson(new PublishedFaceDto(network, path));
            return;
        }
        terminal.Output.WriteLine($"{network.Name}: {network.Description}");
        terminal.Output.WriteLine($"  licence       {LicenceTerms.Describe(network.Licence)}, of the weights; it clears none of the images they learned from");
        terminal.Output.WriteLine($"  source        {network.Source}");
        terminal.Output.WriteLine($"  address       {network.Address?.AbsoluteUri ?? "not downloaded: give the file by its path"}");
        terminal.Output.WriteLine($"  sha-256       {network.Sha256 ?? "not known"}");
        terminal.Output.WriteLine($"  file          {path ?? network.FileName}");
        if (network.Contract is { } contract)
        {
            terminal.Output.WriteLine($"its contract, in {Path.ChangeExtension(network.FileName, ".json")} beside it:");
            terminal.Output.WriteLine(contract.TrimEnd());
        }
        if (path is null && network.Address is not null) terminal.Next("graft", "models", "pull", network.Name);
        else if (network.Contract is not null)
            terminal.Next("graft", "faces", "compare", "people/", "--descriptor", path is null ? network.FileName : network.Name);
    }
}

/// <summary>A face network of others as JSON.</summary>
/// <param name="Network">What is known of it.</param>
/// <param name="Path">The file; null where it is not on this machine.</param>
internal sealed record PublishedFaceDto(PublishedFace Network, string? Path);

/// <summary>The card as JSON.</summary>
internal sealed record FaceCardDto(string Name, string Description, string Paper, long Parameters, long MultiplyAdds, string TrainedOn)
{
    public required string Licence { get; init; }

    public required string Source { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>The file with the weights; null where it is missing.</summary>
    public string? Path { get; init; }
}
