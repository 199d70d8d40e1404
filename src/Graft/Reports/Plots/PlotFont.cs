using ScottPlot;
using SkiaSharp;

namespace Graft.Reports;

/// <summary>The font of the plots, inside the assembly: SkiaSharp without fontconfig finds none on a bare Linux.</summary>
internal sealed class PlotFont : IFontResolver
{
    private const string Family = "Graft Plots";
    private static readonly Lazy<byte[]> Bytes = new(Read);
    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>Lets ScottPlot write everything in this font, bold or not.</summary>
    public static void Use()
    {
        lock (Gate)
        {
            if (_registered) return;
            Fonts.FontResolvers.Insert(0, new PlotFont());
            Fonts.Default = Family;
            _registered = true;
        }
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? Create() : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Family ? Create() : null;

    private static SKTypeface Create()
    {
        using var data = SKData.CreateCopy(Bytes.Value);
        return SKTypeface.FromData(data);
    }

    private static byte[] Read()
    {
        using var stream = typeof(PlotFont).Assembly.GetManifestResourceStream("plots.ttf")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
