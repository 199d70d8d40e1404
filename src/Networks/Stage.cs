namespace Graft.Networks;

/// <summary>
/// A named run of nodes. The order is <c>stem</c>, <c>stage1</c>.., <c>neck</c> (pooling and what stands between the
/// last feature map and the classifier), <c>head</c> (dropout and the last linear layer).
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Output">Index of the node whose output is the stage's: the feature tap.</param>
/// <param name="Channels">Channels of that output.</param>
/// <param name="Stride">Pixels of the image per pixel of that output; 0 from the neck on.</param>
public sealed record Stage(string Name, int Output, int Channels, int Stride);
