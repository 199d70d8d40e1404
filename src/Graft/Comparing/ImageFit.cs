using System.Text.Json.Serialization;

namespace Graft;

/// <summary>How an image becomes the network's square.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImageFit>))]
internal enum ImageFit
{
    /// <summary>The whole image, resized to the square.</summary>
    Whole,

    /// <summary>The whole image with its aspect ratio, the mean colour beside it.</summary>
    Letterbox,

    /// <summary>Its centre.</summary>
    CenterCrop,
}

/// <summary>Their names on the command line.</summary>
internal static class ImageFits
{
    public static string Name(this ImageFit fit) => fit == ImageFit.CenterCrop ? "center-crop" : fit.ToString().ToLowerInvariant();

    /// <summary>Those with commas between them.</summary>
    /// <exception cref="GraftException">A word is none.</exception>
    public static IReadOnlyList<ImageFit> Of(IEnumerable<string> words) => [.. words.Select(word => Enum.GetValues<ImageFit>()
        .Where(fit => fit.Name().Equals(word, StringComparison.OrdinalIgnoreCase)).Select(fit => (ImageFit?)fit).FirstOrDefault()
        ?? throw new GraftException($"'{word}' is not a way to fit an image into the network's square.",
            $"Expected {string.Join(", ", Enum.GetValues<ImageFit>().Select(Name))}, with commas between them.")).Distinct()];
}
