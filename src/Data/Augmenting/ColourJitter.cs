using Graft.Imaging;

namespace Graft.Data;

/// <summary>Brightness, contrast, saturation and hue in random order, as torchvision's ColorJitter.</summary>
internal static class ColourJitter
{
    public static void Apply(RgbImage image, AugmentationOptions options, SeededRandom random)
    {
        if (options is { Brightness: 0, Contrast: 0, Saturation: 0, Hue: 0 }) return;
        Span<int> order = [0, 1, 2, 3];
        random.Shuffle(order);
        foreach (var turn in order)
            switch (turn)
            {
                case 0 when options.Brightness > 0: Colours.Brightness(image, Factor(options.Brightness, random)); break;
                case 1 when options.Contrast > 0: Colours.Contrast(image, Factor(options.Contrast, random)); break;
                case 2 when options.Saturation > 0: Colours.Saturation(image, Factor(options.Saturation, random)); break;
                case 3 when options.Hue > 0: Colours.Hue(image, random.Uniform(-options.Hue, options.Hue)); break;
                default: break;
            }
    }

    private static double Factor(double reach, SeededRandom random) => random.Uniform(1 - reach, 1 + reach);
}
