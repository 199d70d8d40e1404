using Graft.Imaging;
using Graft.Tests;
using SkiaSharp;

namespace Graft.Data.Tests;

/// <summary>Cut-outs of two classes and backgrounds, and options that compose few small scenes of them.</summary>
internal static class SmallScenes
{
    public static readonly CompositionOptions Small = new()
    { TrainImages = 12, ValidationImages = 6, Width = 160, Height = 120, Negatives = 0.2, Seed = 3 };

    /// <summary>Writes the cut-outs below <c>cut</c> and the backgrounds below <c>behind</c>.</summary>
    public static void WriteSources(TestFolder folder)
    {
        foreach (var (name, colour) in new[] { ("ball", SKColors.Red), ("box", SKColors.Blue) })
            for (var i = 0; i < 4; i++) WriteCutOut(folder[$"cut/{name}/{i}.png"], name == "ball", colour.WithRed((byte)(colour.Red / 2 + 20 * i)), i);
        for (var i = 0; i < 6; i++) Images.Write(folder[$"behind/{i}.jpg"], Images.Pattern((ulong)(40 + i), 240, 200));
    }

    private static void WriteCutOut(string path, bool round, SKColor colour, int at)
    {
        using var bitmap = new SKBitmap(60, 50, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Transparent);
            using var paint = new SKPaint { Color = colour, IsAntialias = true };
            if (round) canvas.DrawOval(30, 25, 15 + 3 * at, 20 - 2 * at, paint);
            else canvas.DrawRect(5 + 4 * at, 5, 40 - 6 * at, 15 + 8 * at, paint);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Images.Write(path, data.ToArray());
    }
}
