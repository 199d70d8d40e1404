namespace Graft.Networks;

/// <summary>Sentences for when weights are not at hand.</summary>
internal static class WeightsAdvice
{
    /// <summary>Address, file name and folder.</summary>
    public static string Expected(PublishedWeights weights, string? folder = null) =>
        $"Expected the file '{weights.FileName}' from {weights.Address} in the folder '{folder ?? GraftHome.Weights}'.";

    /// <summary>What works without any download.</summary>
    public static string Bundled =>
        $"Without a download: --model {string.Join(" or --model ", WeightsCatalogue.All.Where(row => row.IsBundled).Select(row => row.Model))} (bundled).";
}
