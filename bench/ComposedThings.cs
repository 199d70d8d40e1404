using Graft.Data;
using Graft.Imaging;

namespace Graft.Bench;

/// <summary>
/// Images of made-up things: an outline of random waves, cut out of a bundled photograph, and pasted several times on other photographs: turned, scaled, lit
/// otherwise, partly covered by pieces of other photographs. Composed, and not about faces, animals or parts.
/// </summary>
internal sealed class ComposedThings
{
    private const int Side = 112, Canvas = 128, Waves = 5, Quality = 88;

    // So that one look at a thing is not enough; chosen with `bench identities` until the frozen network was right on half to four fifths.
    private static readonly (Interval Size, double Turned, double Covered, ColourRange Light) Hard = (new(0.9, 1.15), 45, 0.15, new(0.2, 0.2, 0.14, 0.02));

    private readonly RgbImage[] _photos;
    private readonly ulong _seed;

    /// <param name="photos">Where textures and backgrounds come from.</param>
    /// <param name="seed">Decides everything.</param>
    public ComposedThings(IEnumerable<string> photos, ulong seed) => (_photos, _seed) = ([.. photos.Select(path => ImageFile.Decode(path))], seed);

    /// <summary>Writes a folder of images for each thing.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="first">Number of the first thing.</param>
    /// <param name="things">How many.</param>
    /// <param name="looks">Images of each.</param>
    /// <param name="isWide">Whether the thing lies anywhere in an image twice as wide as high; otherwise it fills a square.</param>
    public void Write(string folder, int first, int things, int looks, bool isWide = false) => Parallel.For(first, first + things, thing =>
    {
        var (cut, photo) = Make(thing);
        var place = Path.Combine(folder, $"thing{thing:000}");
        Directory.CreateDirectory(place);
        for (var look = 0; look < looks; look++)
        {
            var image = Look(cut, photo, SeededRandom.For(_seed, $"look/{thing}/{look}"));
            if (isWide) image = Somewhere(image, photo, SeededRandom.For(_seed, $"wide/{thing}/{look}"));
            File.WriteAllBytes(Path.Combine(place, $"{look:00}.jpg"), ImageEncoder.EncodeJpeg(image, Quality));
        }
    });

    private RgbImage Somewhere(RgbImage look, int photo, SeededRandom random)
    {
        var image = ImagePlacement.Resize(Piece(photo, 2 * Side, new Interval(0.2, 0.8), random), 2 * Side, Side);
        var left = random.Next(Side + 1);
        for (var y = 0; y < Side; y++) look.Pixels.AsSpan(3 * y * Side, 3 * Side).CopyTo(image.Pixels.AsSpan(3 * (y * 2 * Side + left)));
        return image;
    }

    // Two things or more may be of one photograph: colours alone do not tell them apart.
    private (CutOut Cut, int Photo) Make(int thing)
    {
        var random = SeededRandom.For(_seed, $"thing/{thing}");
        var photo = random.Next(_photos.Length);
        var crop = RandomResizedCrop.Draw(_photos[photo].Width, _photos[photo].Height, new Interval(0.1, 0.35), new Interval(0.8, 1.25), random);
        var texture = ImagePlacement.Resize(ImagePlacement.Cut(_photos[photo], crop), Canvas, Canvas);
        var waves = Enumerable.Range(1, Waves).Select(_ => (Height: random.Uniform(0, 0.16), Phase: random.Uniform(0, 2 * Math.PI))).ToArray();
        var alpha = new byte[Canvas * Canvas];
        for (var y = 0; y < Canvas; y++)
            for (var x = 0; x < Canvas; x++)
            {
                var (across, down) = (x - Canvas / 2 + 0.5, y - Canvas / 2 + 0.5);
                var angle = Math.Atan2(down, across);
                var edge = Canvas / 2 * (0.68 + waves.Index().Sum(wave => wave.Item.Height * Math.Cos((wave.Index + 1) * angle + wave.Item.Phase)));
                alpha[y * Canvas + x] = (byte)Math.Clamp(255 * (edge - Math.Sqrt(across * across + down * down) + 0.5), 0, 255);
            }
        return (new CutOut(texture, alpha), photo);
    }

    private RgbImage Look(CutOut cut, int photo, SeededRandom random)
    {
        var image = Piece(photo, Side, new Interval(0.2, 0.8), random);
        var size = (int)(Hard.Size.DrawRatio(random) * Side);
        var turned = CutOutPaste.Rotate(CutOutPaste.Scale(cut, size, size, mirror: false), random.Uniform(-Hard.Turned, Hard.Turned));
        ColourJitter.Apply(turned.Image, Hard.Light, random);
        int Offset(int own) => random.Next(Math.Max(1, Side - own + 1)) + Math.Min(0, (Side - own) / 2);
        var (left, top) = (Offset(turned.Image.Width), Offset(turned.Image.Height));
        CutOutPaste.Onto(image, turned, left, top);
        // A strip of another photograph from one of the four sides, over up to so much of the thing.
        var share = random.Uniform(0.1, Hard.Covered);
        var strip = (int)(share * Math.Min(turned.Image.Width, turned.Image.Height));
        var cover = Piece(photo, Side, new Interval(0.1, 0.5), random);
        var from = random.Next(4);
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var isCovered = from switch
                {
                    0 => x < left + strip,
                    1 => x >= left + turned.Image.Width - strip,
                    2 => y < top + strip,
                    _ => y >= top + turned.Image.Height - strip,
                };
                if (isCovered) cover.Pixels.AsSpan(3 * (y * Side + x), 3).CopyTo(image.Pixels.AsSpan(3 * (y * Side + x), 3));
            }
        ColourJitter.Apply(image, new ColourRange(0.1, 0.1, 0.05, 0), random);
        return image;
    }

    // Of any photograph but that which the thing is made of.
    private RgbImage Piece(int but, int side, Interval area, SeededRandom random)
    {
        var at = random.Next(_photos.Length - 1);
        var photo = _photos[at >= but ? at + 1 : at];
        var box = RandomResizedCrop.Draw(photo.Width, photo.Height, area, new Interval(0.8, 1.25), random);
        return ImagePlacement.Resize(ImagePlacement.Cut(photo, box), side, side);
    }
}
