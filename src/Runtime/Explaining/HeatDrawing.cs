using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>Draws a map of what a score rests on.</summary>
internal static class HeatDrawing
{
    private const float Unseen = 0.25f, MaxShare = 0.62f, Faded = 0.75f;

    // From nothing to the highest value: blue is left out, which is water and sky on many images.
    private static readonly (float At, float Red, float Green, float Blue)[] Colours =
        [(0, 255, 255, 178), (0.35f, 254, 204, 92), (0.6f, 253, 141, 60), (0.8f, 240, 59, 32), (1, 189, 0, 38)];

    public static RgbImage Draw(RgbImage image, Explanation explanation)
    {
        var drawn = new RgbImage(image.Width, image.Height);
        var (across, down) = ((double)explanation.Width / image.Width, (double)explanation.Height / image.Height);
        var highest = Math.Max(explanation.Values.DefaultIfEmpty().Max(), 1e-12f);
        Parallel.For(0, image.Height, y =>
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (placeX, placeY) = ((x + 0.5) * across, (y + 0.5) * down);
                var at = (y * image.Width + x) * 3;
                ReadOnlySpan<byte> from = image.Pixels.AsSpan(at, 3);
                var to = drawn.Pixels.AsSpan(at, 3);
                if (explanation.Sees(placeX, placeY)) Blend(from, Math.Clamp(explanation.At(placeX, placeY) / highest, 0, 1), to);
                else
                    for (var channel = 0; channel < 3; channel++) to[channel] = (byte)(from[channel] * Unseen);
            }
        });
        if (explanation.Mask is { } mask) DrawEdge(drawn, mask);
        if (explanation.Box is not { } box) return drawn;
        return BoxDrawing.Draw(drawn, [new BoxCaption(box.Scale(1 / across, 1 / down), "", explanation.Label)]);
    }

    // A white line around the pixels, whatever the size the image is drawn at.
    private static void DrawEdge(RgbImage drawn, Mask mask)
    {
        var inside = mask.ToBitmap();
        var line = Math.Max(1, Math.Max(drawn.Width, drawn.Height) / 400);
        for (var y = 0; y < drawn.Height; y++)
            for (var x = 0; x < drawn.Width; x++)
                if (Is(x, y) && !(Is(x - line, y) && Is(x + line, y) && Is(x, y - line) && Is(x, y + line)))
                    drawn.Pixels.AsSpan((y * drawn.Width + x) * 3, 3).Fill(byte.MaxValue);

        bool Is(int x, int y) => x >= 0 && y >= 0 && x < drawn.Width && y < drawn.Height
            && inside[(int)((y + 0.5) * mask.Height / drawn.Height) * mask.Width + (int)((x + 0.5) * mask.Width / drawn.Width)] != 0;
    }

    // The lower the value, the greyer the image; from a tenth on the colour of the value lies over it.
    private static void Blend(ReadOnlySpan<byte> from, float value, Span<byte> to)
    {
        var grey = 0.299f * from[0] + 0.587f * from[1] + 0.114f * from[2];
        var (red, green, blue) = ColourOf(value);
        var share = MaxShare * Math.Clamp((value - 0.1f) / 0.4f, 0, 1);
        to[0] = Mixed(from[0], red);
        to[1] = Mixed(from[1], green);
        to[2] = Mixed(from[2], blue);

        byte Mixed(byte own, float colour)
        {
            var faded = own + (grey - own) * Faded;
            return (byte)Math.Clamp(faded + (colour - faded) * share, 0, 255);
        }
    }

    private static (float Red, float Green, float Blue) ColourOf(float value)
    {
        var next = 1;
        while (next < Colours.Length - 1 && Colours[next].At < value) next++;
        var (low, high) = (Colours[next - 1], Colours[next]);
        var share = (value - low.At) / (high.At - low.At);
        return (low.Red + (high.Red - low.Red) * share, low.Green + (high.Green - low.Green) * share, low.Blue + (high.Blue - low.Blue) * share);
    }
}
