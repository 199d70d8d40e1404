namespace Graft.Imaging;

/// <summary>The part of a source that is resampled, in its pixels; edges may lie between pixels.</summary>
internal readonly record struct SourceBox(double Left, double Top, double Width, double Height);
