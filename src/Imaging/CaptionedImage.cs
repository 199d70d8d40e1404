namespace Graft.Imaging;

/// <summary>An image and the words below it.</summary>
/// <param name="Image">The image, of any size.</param>
/// <param name="Caption">One line, or several with line breaks; long lines are cut.</param>
/// <param name="Tone">The colour of the caption.</param>
public sealed record CaptionedImage(RgbImage Image, string Caption, CaptionTone Tone = CaptionTone.Neutral);
