using Graft.Data;
using Graft.Imaging;

namespace Graft;

/// <summary>The sizes a segmentation network is trained and validated at, in pixels.</summary>
/// <param name="Shorter">Shorter side of whole images as the network sees them.</param>
/// <param name="CropWidth">Width of training crops, a multiple of 32.</param>
/// <param name="CropHeight">Height of training crops, a multiple of 32.</param>
/// <param name="FrameWidth">Width that validation images are fitted into, a multiple of 32.</param>
/// <param name="FrameHeight">Height that validation images are fitted into, a multiple of 32.</param>
internal sealed record SegmentationSizes(int Shorter, int CropWidth, int CropHeight, int FrameWidth, int FrameHeight)
{
    internal const int Step = 32;

    private const int DefaultMax = 512, MaxAspectRatio = 4;

    // Backbones have learned objects that fill 224 pixels: those on small images are told apart better when somewhat enlarged.
    private const int DefaultMin = 320;
    private const double MaxEnlargement = 4.0 / 3;

    // torchvision's reference: 480 of 520. Smaller crops cost less, but cut objects apart: the same accuracy then takes more epochs.
    private const double CropShare = 480.0 / 520;

    // Crops are nearly square: broad images are seen in several crops over the epochs.
    private const double Broadest = 1.3;

    /// <summary>The contract of a model trained at these sizes: images keep their shape, their shorter side becomes <see cref="Shorter"/>.</summary>
    /// <param name="normalisation">Mean, deviation and filter.</param>
    public Preprocess Contract(Preprocess normalisation) => normalisation with
    {
        Width = FrameWidth,
        Height = FrameHeight,
        ResizeShorter = Shorter,
        ResizeLonger = MaxAspectRatio * Shorter,
        SizeMultiple = Step,
        ScaledDecoding = true,
    };

    /// <summary>Sizes for a data set.</summary>
    /// <param name="images">What the examination knows of its images.</param>
    /// <param name="shorter">The shorter side; 0 for the median of the images, at most 512; below 320 up to a third more.</param>
    /// <param name="crop">Side of training crops; 0 for twelve thirteenths of the shorter side, and up to 1.3 times as broad.</param>
    public static SegmentationSizes For(Examination images, int shorter = 0, int crop = 0)
    {
        if (crop > 0) return For(images, shorter) with { CropWidth = crop, CropHeight = crop };
        var known = images.Facts.Where(facts => facts.Error is null && facts is { Width: > 0, Height: > 0 })
            .Select(facts => (facts.Width, facts.Height)).ToList();
        if (known.Count == 0) return Of(shorter == 0 ? 256 : shorter, 1, 1);
        if (shorter == 0) shorter = DefaultShorter(Median(known.Select(size => (double)Math.Min(size.Width, size.Height))));
        var (across, down) = (
            Median(known.Select(size => Scaled(size.Width, size, shorter))),
            Median(known.Select(size => Scaled(size.Height, size, shorter))));
        return Of(shorter, (double)across / shorter, (double)down / shorter);
    }

    private static int DefaultShorter(int own) => Math.Clamp(Math.Max(own, (int)Math.Min(DefaultMin, own * MaxEnlargement)), Step, DefaultMax);

    private static SegmentationSizes Of(int shorter, double across, double down) => new(shorter,
        Down(CropShare * shorter * Math.Min(across, Broadest)), Down(CropShare * shorter * Math.Min(down, Broadest)), Up(shorter * across), Up(shorter * down));

    private static double Scaled(int side, (int Width, int Height) size, int shorter) => (double)side * shorter / Math.Min(size.Width, size.Height);

    private static int Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (int)Math.Round(sorted[sorted.Count / 2]);
    }

    private static int Down(double side) => Math.Max(Step, (int)side / Step * Step);

    internal static int Up(double side) => Math.Max(Step, (int)Math.Ceiling(side / Step) * Step);
}
