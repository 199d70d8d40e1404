using Graft.Imaging;

namespace Graft.Data;

/// <summary>Images with a class for every pixel. Nothing is decoded yet; the examination does.</summary>
/// <param name="Root">The folder that names are relative to.</param>
/// <param name="Classes">Class names in the order of the mask's values; the background, if there is one, is the first.</param>
/// <param name="Samples">The images, sorted ordinally by name.</param>
internal sealed record MaskDataset(string Root, IReadOnlyList<string> Classes, IReadOnlyList<MaskSample> Samples)
{
    /// <summary>The format it was read from.</summary>
    public DatasetFormat Format { get; init; } = DatasetFormat.Masks;

    /// <summary>The objects that masks are painted from, as they were read; null where masks are files.</summary>
    public ObjectDataset? Source { get; init; }

    /// <summary>Mask value of pixels that do not count.</summary>
    public byte IgnoreValue { get; init; } = ClassMap.Ignore;

    /// <summary>Colours of the classes as red, green, blue, to write masks in the palette they came in; empty when unknown.</summary>
    public IReadOnlyList<(byte Red, byte Green, byte Blue)> Palette { get; init; } = [];

    /// <summary>What the reader noticed and did not refuse.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>What the reader could not place; errors, listed with the others by the examination.</summary>
    public IReadOnlyList<Problem> Errors { get; init; } = [];

    /// <summary>True when the user put images in splits (train, val, test) himself.</summary>
    public bool HasSplits => Samples.Any(sample => sample.Split is not null);

    /// <summary>
    /// What can be painted: without objects that cannot, named by their image and their place in it, and with those that count and have no polygon as
    /// difficult.
    /// </summary>
    internal MaskDataset Paintable(IReadOnlySet<(string Image, int At)> bad) => Samples.All(sample => sample.Objects is null) ? this
        : this with
        {
            Samples =
            [
                .. Samples.Select(sample => sample with
                { Objects = sample.Objects?.Where((_, at) => !bad.Contains((sample.Name, at))).Select(PolygonExamination.Marked).ToList() }),
            ],
        };

    /// <summary>The same classes with the images that pass.</summary>
    public MaskDataset Where(Func<MaskSample, bool> keep) => this with { Samples = [.. Samples.Where(keep)] };
}
