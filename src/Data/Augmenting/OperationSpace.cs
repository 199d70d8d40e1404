using Graft.Imaging;

namespace Graft.Data;

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
