using Graft.Imaging;

namespace Graft.Networks;

/// <summary>A weight file on this machine.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">Its full SHA-256, hexadecimal.</param>
/// <param name="Published">Its row of the catalogue; null for a file of the user's own.</param>
/// <param name="Preprocess">How an image becomes the input: the row's, or for an own file the model's default; null when neither is known.</param>
public sealed record ResolvedWeights(string Path, string Sha256, PublishedWeights? Published, Preprocess? Preprocess);
