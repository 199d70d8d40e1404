using Graft.Imaging;

namespace Graft.Data;

/// <summary>Carries out one step of a policy, in place.</summary>
internal static class PolicyOperations
{
    public static void Apply(RgbImage image, OperationStep step, Colour fill)
    {
        var magnitude = step.Magnitude;
        switch (step.Operation)
        {
            case PolicyOperation.ShearX: Move(image, Affine.ShearX(magnitude), fill); break;
            case PolicyOperation.ShearY: Move(image, Affine.ShearY(magnitude), fill); break;
            case PolicyOperation.TranslateX: Move(image, Affine.Shift(magnitude, 0), fill); break;
            case PolicyOperation.TranslateY: Move(image, Affine.Shift(0, magnitude), fill); break;
            case PolicyOperation.Rotate: Move(image, Affine.Rotation(magnitude, image.Width, image.Height), fill); break;
            case PolicyOperation.Brightness: Colours.Brightness(image, 1 + magnitude); break;
            case PolicyOperation.Colour: Colours.Saturation(image, 1 + magnitude); break;
            case PolicyOperation.Contrast: Colours.Contrast(image, 1 + magnitude); break;
            case PolicyOperation.Sharpness: Sharpness.Apply(image, 1 + magnitude); break;
            case PolicyOperation.Posterize: Levels.Apply(image, Levels.Posterize((int)magnitude)); break;
            case PolicyOperation.Solarize: Levels.Apply(image, Levels.Solarize(magnitude)); break;
            case PolicyOperation.AutoContrast: Levels.AutoContrast(image); break;
            case PolicyOperation.Equalize: Levels.Equalize(image); break;
            case PolicyOperation.Identity:
            default: break;
        }
    }

    // The nearest pixel, as torchvision: the papers' results were found with it.
    private static void Move(RgbImage image, Affine map, Colour fill) => Warp.Apply(image, map, fill, smooth: false);
}

/// <summary>How strong each operation is at each of 31 levels, as in torchvision's RandAugment and TrivialAugmentWide.</summary>
internal sealed record OperationSpace(double Shear, double? TranslatePixels, double Degrees, double Enhance, int PosterizeBits)
{
    public const int Bins = 31;
    private const double TranslateShare = 150.0 / 331; // of the side; AutoAugment's 150 pixels on images of 331

    public static OperationSpace Standard { get; } = new(0.3, null, 30, 0.9, 4);

    public static OperationSpace Wide { get; } = new(0.99, 32, 135, 0.99, 6);

    /// <summary>A random operation at a level from 0 to 30; where a sign makes sense, chance gives it.</summary>
    public OperationStep Draw(int level, RgbImage image, SeededRandom random)
    {
        var operation = (PolicyOperation)random.Next(Enum.GetValues<PolicyOperation>().Length);
        var magnitude = Magnitude(operation, level, image.Width, image.Height);
        return new OperationStep(operation, IsSigned(operation) && random.Chance(0.5) ? -magnitude : magnitude);
    }

    public double Magnitude(PolicyOperation operation, int level, int width, int height)
    {
        var share = level / (Bins - 1.0);
        return operation switch
        {
            PolicyOperation.ShearX or PolicyOperation.ShearY => share * Shear,
            PolicyOperation.TranslateX => Math.Floor(share * (TranslatePixels ?? TranslateShare * width)),
            PolicyOperation.TranslateY => Math.Floor(share * (TranslatePixels ?? TranslateShare * height)),
            PolicyOperation.Rotate => share * Degrees,
            PolicyOperation.Brightness or PolicyOperation.Colour or PolicyOperation.Contrast or PolicyOperation.Sharpness => share * Enhance,
            PolicyOperation.Posterize => 8 - Math.Round(share * PosterizeBits),
            PolicyOperation.Solarize => 255 * (1 - share),
            _ => 0,
        };
    }

    private static bool IsSigned(PolicyOperation operation) => operation is >= PolicyOperation.ShearX and <= PolicyOperation.Sharpness;
}

/// <summary>An operation with its strength: a shear, pixels, degrees, 1 plus a factor, bits or a threshold.</summary>
internal readonly record struct OperationStep(PolicyOperation Operation, double Magnitude);

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
