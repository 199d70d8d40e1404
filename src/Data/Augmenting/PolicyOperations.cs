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
