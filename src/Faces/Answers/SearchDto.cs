namespace Graft.Faces;

/// <summary><c>graft faces search</c>.</summary>
internal sealed record SearchDto(string Gallery, double? Threshold, string Evidence, IReadOnlyList<SearchMatchDto> Matches)
{
    /// <summary>How many faces were found on the image, of which the largest was searched; null where a descriptor was.</summary>
    public int? FacesFound { get; init; }

    /// <param name="gallery">That was searched.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="matches">Of it.</param>
    /// <param name="threshold">Of the gallery, where it has one.</param>
    /// <param name="withSources">Whether the photographs of the samples are said.</param>
    public static SearchDto Of(FaceGallery gallery, string name, IReadOnlyList<FaceMatch> matches, GalleryThreshold? threshold, bool withSources = true) =>
        new(name, threshold?.Match, threshold?.Evidence ?? gallery.ThresholdEvidence, [.. matches.Select(match =>
            new SearchMatchDto(match.Name, match.Distance, threshold?.StrangerRate(match.Distance), withSources ? match.Source : null))]);
}

/// <summary>A person.</summary>
/// <param name="Name">The name.</param>
/// <param name="Distance">Of the nearest photograph, or as <c>--score</c> says.</param>
/// <param name="StrangerRate">How often a stranger comes as near to somebody of the gallery, at most; null where nobody has measured it.</param>
/// <param name="Photograph">The nearest photograph.</param>
internal sealed record SearchMatchDto(string Name, double Distance, double? StrangerRate, string? Photograph);
