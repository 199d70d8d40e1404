namespace Graft.Networks.Families;

/// <summary>One MobileNetV3.</summary>
/// <param name="Stem">Width of the first convolution.</param>
/// <param name="Features">Width of the linear layer before the classifier.</param>
/// <param name="Blocks">The blocks in order.</param>
internal sealed record MobileNetV3Row(int Stem, int Features, MobileNetV3Block[] Blocks);
