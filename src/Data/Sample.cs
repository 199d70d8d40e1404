namespace Graft.Data;

/// <summary>One image and what it shows.</summary>
/// <param name="Path">Where the file is on this machine.</param>
/// <param name="Name">Its path from the data set's root with '/', the same on every machine: <c>cat/tabby1.jpg</c>.</param>
/// <param name="Label">Index into <see cref="ImageDataset.Classes"/>.</param>
/// <param name="Group">Images of one group (a patient, a burst, a camera) never lie in two splits; null stands alone.</param>
/// <param name="Split">The split the user put it in: <c>train</c>, <c>val</c> or <c>test</c>; null when Graft may choose.</param>
public sealed record Sample(string Path, string Name, int Label, string? Group = null, string? Split = null);
