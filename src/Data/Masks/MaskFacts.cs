using Graft.Imaging;

namespace Graft.Data;

/// <summary>What was found out about one mask: pixels of each value, or why it cannot be used.</summary>
internal sealed record MaskFacts(long[] Histogram, Problem? Error)
{
    public static MaskFacts Of(MaskSample sample, SampleFacts picture, MaskDataset dataset)
    {
        if (picture.Error is not null) return new(new long[256], null);
        if (sample.MaskPath is { } path && !File.Exists(path))
            return Bad(sample, $"There is no mask '{PictureFiles.NameOf(dataset.Root, path)}'.", "Draw the mask, or remove the picture.");
        try
        {
            var map = sample.MaskPath is null ? MaskPainting.Paint(picture.Width, picture.Height, sample.Objects ?? []) : IndexPng.Read(sample.MaskPath).Map;
            var histogram = map.Histogram();
            if ((map.Width, map.Height) != (picture.Width, picture.Height))
                return Bad(sample, $"The mask is {map.Width} x {map.Height}, the upright picture {picture.Width} x {picture.Height}.",
                    "Draw the mask on this picture, or restore the one it was drawn on.");
            var named = sample.Labels?.Count ?? dataset.Classes.Count;
            var unknown = Enumerable.Range(named, 256 - named).Where(value => histogram[value] > 0 && value != dataset.IgnoreValue).ToList();
            if (unknown.Count > 0)
                return Bad(sample, $"The mask has the values {Words.List([.. unknown.Select(value => $"{value} ({histogram[value]} pixels)")])}; there "
                    + $"are {named} classes, 0 to {named - 1}, and {dataset.IgnoreValue} does not count.",
                    "Correct the mask, or name the classes.");
            return new(Labelled(histogram, sample.Labels, dataset.IgnoreValue), null);
        }
        catch (ImageException refusal)
        {
            return Bad(sample, $"{refusal.What} {refusal.Expected}".TrimEnd(), refusal.Cure);
        }
        catch (ArgumentException) // an outline drawn on a picture of another size
        {
            return Bad(sample, $"An outline was drawn on a picture of another size than {picture.Width} x {picture.Height}.", "Draw it on this picture.");
        }
    }

    private static long[] Labelled(long[] values, IReadOnlyList<byte>? labels, byte ignore)
    {
        if (labels is null) return values;
        var histogram = new long[256];
        for (var value = 0; value < values.Length; value++)
            histogram[value != ignore && value < labels.Count ? labels[value] : value] += values[value];
        return histogram;
    }

    private static MaskFacts Bad(MaskSample sample, string what, string cure) => new(new long[256], new Problem(sample.Name, what, cure));
}
