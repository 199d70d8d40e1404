namespace Graft.Data;

/// <summary>The operations of RandAugment and TrivialAugment, the set that torchvision uses.</summary>
internal enum PolicyOperation
{
    Identity,
    ShearX,
    ShearY,
    TranslateX,
    TranslateY,
    Rotate,
    Brightness,
    Colour,
    Contrast,
    Sharpness,
    Posterize,
    Solarize,
    AutoContrast,
    Equalize,
}
