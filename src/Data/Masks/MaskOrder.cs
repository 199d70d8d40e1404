using Graft.Imaging;

namespace Graft.Data;

/// <summary>Gives the values of mask files the meaning they have for a trained model.</summary>
internal static class MaskOrder
{
    public static MaskDataset Apply(MaskDataset dataset, ReaderOptions options)
    {
        var classes = options.Classes!;
        var places = ClassMatch.Find(dataset.Classes, classes);
        byte[] labels = [.. places.Select(place => place < 0 ? ClassMap.Ignore : (byte)place)];
        return dataset with
        {
            Classes = classes,
            Palette = dataset.Palette.Count == 0 ? [] : [.. classes.Select((_, label) => Colour(dataset, places, label))],
            Errors = [.. dataset.Errors, .. Unknown(dataset, places, options)],
            Samples = places.SequenceEqual(Enumerable.Range(0, places.Length))
                ? dataset.Samples
                : [.. dataset.Samples.Select(sample => sample with { Labels = labels })],
        };
    }

    private static IEnumerable<Problem> Unknown(MaskDataset dataset, int[] places, ReaderOptions options)
    {
        if (!places.Contains(-1)) yield break;
        var pixels = MaskValues.Pixels(dataset.Samples);
        for (var value = 0; value < Math.Min(places.Length, pixels.Length); value++)
            if (places[value] < 0 && pixels[value] > 0)
                yield return new Problem(dataset.Root,
                    options.Unknown($"The class '{dataset.Classes[value]}' ({pixels[value]} pixels of the value {value})", dataset.Classes),
                    options.RenameClass);
    }

    private static (byte Red, byte Green, byte Blue) Colour(MaskDataset dataset, int[] places, int label) =>
        Array.IndexOf(places, label) is >= 0 and var value && value < dataset.Palette.Count ? dataset.Palette[value] : IndexPng.VocColour(label);
}
