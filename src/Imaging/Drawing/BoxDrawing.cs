namespace Graft.Imaging;

/// <summary>Draws boxes with captions on images, and masks below them.</summary>
public static class BoxDrawing
{
    // Told apart by people who do not see red and green differently too (Okabe and Ito 2008).
    private static readonly (byte R, byte G, byte B)[] Colours =
        [(230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167)];

    private static readonly (byte R, byte G, byte B) Light = (250, 250, 250), Dark = (20, 20, 20);

    /// <summary>A copy of the image with the boxes on it, the first on top.</summary>
    public static RgbImage Draw(RgbImage image, IReadOnlyList<BoxCaption> boxes)
    {
        var canvas = new Canvas(image.Width, image.Height, default);
        canvas.Paste(image, 0, 0);
        var unit = Math.Max(1, Math.Max(image.Width, image.Height) / 400);
        foreach (var item in boxes.Reverse())
            if (item.Mask is { } mask) MaskShading.Draw(canvas.Image, mask, Colours[item.Colour % Colours.Length], unit);
        foreach (var box in boxes.Reverse()) Draw(canvas, box, unit);
        var places = new CaptionPlaces(image.Width, image.Height, unit, boxes).All();
        foreach (var (item, place) in boxes.Zip(places).Reverse())
            if (place is not null) Write(canvas, item, place);
        return canvas.Image;
    }

    private static void Draw(Canvas canvas, BoxCaption item, int unit)
    {
        var colour = ColourOf(item);
        int left = (int)MathF.Round(item.Box.X1), top = (int)MathF.Round(item.Box.Y1);
        int width = Math.Max(1, (int)MathF.Round(item.Box.X2) - left), height = Math.Max(1, (int)MathF.Round(item.Box.Y2) - top);
        var line = 2 * unit;
        (int X, int Y, int Across, int Down)[] sides =
        [
            (left, top, width, line),
            (left, top + height - line, width, line),
            (left, top, line, height),
            (left + width - line, top, line, height),
        ];
        foreach (var (x, y, across, down) in sides)
            if (item.IsDashed) Dashes(canvas, (x, y), (across, down), 5 * unit);
            else Fill(canvas, x, y, across, down, colour);
    }

    private static void Write(Canvas canvas, BoxCaption item, CaptionPlace place)
    {
        canvas.Fill(place.Left, place.Top, place.Width, place.Height, ColourOf(item));
        canvas.Write(place.Text, place.Left + place.Dot, place.Top + place.Dot, place.Dot, Dark);
    }

    private static (byte, byte, byte) ColourOf(BoxCaption item) => item.IsDashed ? Light : Colours[item.Colour % Colours.Length];

    private static void Dashes(Canvas canvas, (int X, int Y) at, (int Across, int Down) size, int length)
    {
        var (dx, dy) = size.Across >= size.Down ? (length, 0) : (0, length);
        for (var i = 0; i * length < Math.Max(size.Across, size.Down); i++)
        {
            var across = Math.Min(size.Across - i * dx, dx > 0 ? length : size.Across);
            var down = Math.Min(size.Down - i * dy, dy > 0 ? length : size.Down);
            Fill(canvas, at.X + i * dx, at.Y + i * dy, across, down, i % 2 == 0 ? Light : Dark);
        }
    }

    private static void Fill(Canvas canvas, int left, int top, int width, int height, (byte, byte, byte) colour) =>
        canvas.Fill(Math.Max(0, left), Math.Max(0, top), width + Math.Min(0, left), height + Math.Min(0, top), colour);
}
