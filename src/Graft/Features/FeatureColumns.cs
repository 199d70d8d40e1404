namespace Graft;

/// <summary>What is known of a table of features before its values are.</summary>
/// <param name="Files">Names of the images, one a row.</param>
/// <param name="Labels">Class names, or null where the source has none.</param>
/// <param name="Width">Features per image.</param>
internal sealed record FeatureColumns(IReadOnlyList<string> Files, IReadOnlyList<string>? Labels, int Width);
