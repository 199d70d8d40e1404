namespace Graft.Imaging;

/// <summary>
/// Where captions stand: within the image, above their box where there is room, otherwise where they cover least of other captions and boxes. The first
/// box chooses first.
/// </summary>
internal sealed class CaptionPlaces(int width, int height, int unit, IReadOnlyList<BoxCaption> boxes)
{
    // Covering another caption is worse than covering a box, and that is worse than covering one's own.
    private const double Captions = 4, Others = 1, Own = 0.8;

    private readonly List<Rectangle> _taken = [];
    private readonly List<(BoxCaption Item, Rectangle Place)> _named =
        [.. boxes.Where(item => item.Text.Length > 0).Select(item => (item, Rectangle.Of(item.Box)))];

    /// <summary>The places in the order of the boxes; null for those without a text.</summary>
    public IReadOnlyList<CaptionPlace?> All() => [.. boxes.Select(item => item.Text.Length == 0 ? null : Place(item))];

    private CaptionPlace Place(BoxCaption item)
    {
        var (text, dot) = Fitted(item);
        var (across, down) = (Canvas.Width(text, dot) + dot, (DotFont.Height + 2) * dot);
        var places = Places(Rectangle.Of(item.Box), Math.Min(across, width), Math.Min(down, height));
        var best = places.MinBy(place => Cost(place, item));
        _taken.Add(best);
        return new(text, dot, best.Left, best.Top, best.Width, best.Height);
    }

    // As large as the image's size says, smaller where it would be much wider than its box, though never too small to read beside the image; cut where
    // even that is wider than the image.
    private (string Text, int Dot) Fitted(BoxCaption item)
    {
        var (text, dot, smallest) = (item.Text, unit, Math.Max(1, (unit + 2) / 3));
        while (dot > smallest && Canvas.Width(text, dot) + dot > Math.Min(width, 1.5f * item.Box.Width)) dot--;
        while (dot > 1 && Canvas.Width(text, dot) + dot > width) dot--;
        while (text.Length > 3 && Canvas.Width(text, dot) + dot > width)
        {
            var end = text.Length - (text.EndsWith("..", StringComparison.Ordinal) ? 3 : 1);
            if (char.IsHighSurrogate(text[end - 1])) end--;
            text = text[..end] + "..";
        }
        return (text, dot);
    }

    private IEnumerable<Rectangle> Places(Rectangle box, int across, int down)
    {
        int[] tops = [box.Top - down, box.Bottom, box.Top - 2 * down, box.Bottom + down, box.Top, box.Bottom - down];
        int[] lefts = [box.Left, box.Right - across, box.Left + (box.Width - across) / 2];
        return tops.SelectMany(top => lefts.Select(left =>
            new Rectangle(Math.Clamp(left, 0, width - across), Math.Clamp(top, 0, height - down), across, down)));
    }

    private double Cost(Rectangle place, BoxCaption own) =>
        (Captions * _taken.Sum(place.Shared) + _named.Sum(other => (ReferenceEquals(other.Item, own) ? Own : Others) * place.Shared(other.Place)))
            / (place.Width * place.Height);

    private readonly record struct Rectangle(int Left, int Top, int Width, int Height)
    {
        public int Right => Left + Width;

        public int Bottom => Top + Height;

        public static Rectangle Of(Box box)
        {
            int left = (int)MathF.Round(box.X1), top = (int)MathF.Round(box.Y1);
            return new(left, top, Math.Max(1, (int)MathF.Round(box.X2) - left), Math.Max(1, (int)MathF.Round(box.Y2) - top));
        }

        public double Shared(Rectangle other) => (double)Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left))
            * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));
    }
}

/// <summary>A caption in its place.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Dot">Pixels of a dot of the font.</param>
/// <param name="Left">Of its ground.</param>
/// <param name="Top">Of its ground.</param>
/// <param name="Width">Of its ground.</param>
/// <param name="Height">Of its ground.</param>
internal sealed record CaptionPlace(string Text, int Dot, int Left, int Top, int Width, int Height);
