namespace Graft.Networks.Families;

/// <summary>One MobileNetV2.</summary>
/// <param name="Width">Multiplier of all widths but the last.</param>
/// <param name="Depths">Blocks of each of the seven runs.</param>
/// <param name="Features">Width of the last convolution.</param>
internal sealed record MobileNetV2Row(double Width, int[] Depths, int Features);
