using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Graft.Imaging;

/// <summary>
/// One line of text in the typefaces of this machine, for characters that <see cref="DotFont"/> lacks: each run of characters in the first typeface that
/// has them. Characters that no typeface has are dots, without their accents where that helps.
/// </summary>
internal static class TypefaceText
{
    // A capital letter is about as high as one of dots.
    private const float Size = 8.5f;

    // What text reads well in, where it is installed; any other follows.
    private static readonly string[] Preferred = ["DejaVu Sans", "Noto Sans", "Liberation Sans", "Arial", "Helvetica", "Segoe UI"];

    private static readonly ConcurrentDictionary<int, SKTypeface?> Known = new();

    private static readonly Lazy<IReadOnlyList<SKTypeface>> Installed = new(() => [.. InstalledTypefaces.All(Preferred)]);

    /// <summary>Whether dots do: printable ASCII looks the same on all machines.</summary>
    public static bool IsDots(string text) => text.All(character => character is >= ' ' and <= '~');

    /// <summary>Whether a typeface of this machine has a character.</summary>
    public static bool Has(Rune character) => Typeface(character) is not null;

    /// <summary>Pixels across.</summary>
    /// <param name="text">The text.</param>
    /// <param name="dot">Pixels of a dot of the font of dots, which sets the height.</param>
    public static int Width(string text, float dot) => (int)MathF.Ceiling(Runs(text).Sum(run => run.Width(dot)));

    /// <summary>Writes it.</summary>
    /// <param name="image">Written upon; what lies outside is cut off.</param>
    /// <param name="text">The text.</param>
    /// <param name="at">The left upper corner.</param>
    /// <param name="dot">Pixels of a dot.</param>
    /// <param name="colour">Of the text; emoji have their own.</param>
    public static void Write(RgbImage image, string text, (int Left, int Top) at, float dot, (byte R, byte G, byte B) colour)
    {
        // Accents on capitals and descenders may stand out by a dot.
        var margin = (int)MathF.Ceiling(2 * dot);
        var (width, height) = (Width(text, dot) + 2 * margin, (int)MathF.Ceiling(DotFont.Height * dot) + 2 * margin);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(SKColors.Transparent);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Color = new SKColor(colour.R, colour.G, colour.B), IsAntialias = true })
        {
            float x = margin;
            foreach (var run in Runs(text))
            {
                run.Draw(canvas, paint, x, margin, dot);
                x += run.Width(dot);
            }
        }
        Blend(image, bitmap, at.Left - margin, at.Top - margin);
    }

    private static void Blend(RgbImage image, SKBitmap bitmap, int left, int top)
    {
        var drawn = bitmap.GetPixelSpan();
        for (var y = Math.Max(0, -top); y < bitmap.Height && top + y < image.Height; y++)
            for (var x = Math.Max(0, -left); x < bitmap.Width && left + x < image.Width; x++)
            {
                var pixel = drawn.Slice(y * bitmap.RowBytes + 4 * x, 4);
                if (pixel[3] == 0) continue;
                MaskDrawing.Blend(image, (top + y) * image.Width + left + x, (pixel[0], pixel[1], pixel[2]), pixel[3] / 255.0);
            }
    }

    private static List<TextRun> Runs(string text)
    {
        List<TextRun> runs = [];
        foreach (var rune in text.EnumerateRunes())
        {
            // Joiners and selectors of a variant are nothing to see.
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is >= 0xFE00 and <= 0xFE0F) continue;
            var typeface = Typeface(rune);
            var written = typeface is null ? DotFont.Fold(rune.ToString())[..1] : rune.ToString();
            if (runs.Count > 0 && runs[^1].Typeface == typeface) runs[^1] = new(runs[^1].Text + written, typeface);
            else runs.Add(new(written, typeface));
        }
        return runs;
    }

    private static SKTypeface? Typeface(Rune character) => Known.GetOrAdd(character.Value, code =>
        Installed.Value.TakeWhile(typeface => Preferred.Contains(typeface.FamilyName)).FirstOrDefault(typeface => Has(typeface, code))
        ?? SKFontManager.Default.MatchCharacter(code)
        ?? Installed.Value.FirstOrDefault(typeface => Has(typeface, code)));

    private static bool Has(SKTypeface typeface, int code)
    {
        using var font = new SKFont(typeface);
        return font.ContainsGlyph(code);
    }

    /// <param name="Text">Characters of one typeface.</param>
    /// <param name="Typeface">Null for dots.</param>
    private sealed record TextRun(string Text, SKTypeface? Typeface)
    {
        public float Width(float dot)
        {
            if (Typeface is null) return Text.Length * DotFont.Advance * dot;
            using var font = new SKFont(Typeface, Size * dot);
            return font.MeasureText(Text);
        }

        public void Draw(SKCanvas canvas, SKPaint paint, float left, float top, float dot)
        {
            if (Typeface is null)
            {
                foreach (var (at, character) in Text.Index())
                    for (var y = 0; y < DotFont.Height; y++)
                        for (var x = 0; x < DotFont.Advance - 1; x++)
                            if ((DotFont.Rows(character)[y] >> (4 - x) & 1) != 0)
                                canvas.DrawRect(left + (at * DotFont.Advance + x) * dot, top + y * dot, dot, dot, paint);
                return;
            }
            using var font = new SKFont(Typeface, Size * dot) { Edging = SKFontEdging.Antialias };
            canvas.DrawText(Text, left, top + 7 * dot, SKTextAlign.Left, font, paint);
        }
    }
}

/// <summary>The typefaces of this machine: of the system where it tells them, of its folders of fonts otherwise.</summary>
internal static class InstalledTypefaces
{
    private static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"];

    /// <summary>A typeface of each family, the preferred first.</summary>
    public static IEnumerable<SKTypeface> All(string[] preferred)
    {
        // Skia's build without dependencies answers with one family that has no name and no letters.
        List<SKTypeface> told = [.. SKFontManager.Default.FontFamilies.Where(family => family.Length > 0).Select(SKFontManager.Default.MatchFamily)
            .OfType<SKTypeface>()];
        IEnumerable<SKTypeface> typefaces = told.Count > 0 ? told : OfFolders();
        return typefaces.OrderBy(typeface => Array.IndexOf(preferred, typeface.FamilyName) is >= 0 and var at ? at : preferred.Length);
    }

    private static IEnumerable<SKTypeface> OfFolders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Folders.Select(folder => folder.Replace("~", home)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".ttf" or ".otf" or ".ttc")
            .Order(StringComparer.Ordinal).Select(file => SKTypeface.FromFile(file)).OfType<SKTypeface>()
            .GroupBy(typeface => typeface.FamilyName).Select(own => own.OrderBy(Strangeness).First());

        static int Strangeness(SKTypeface typeface) => Math.Abs(typeface.FontWeight - 400) + (typeface.FontSlant == SKFontStyleSlant.Upright ? 0 : 1000)
            + 100 * Math.Abs(typeface.FontWidth - 5);
    }
}
