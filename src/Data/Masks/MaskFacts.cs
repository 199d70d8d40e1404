using Graft.Imaging;

namespace Graft.Data;

/// <summary>What was found out about one mask: pixels of each value, or why it cannot be used.</summary>
internal sealed record MaskFacts(long[] Histogram, Problem? Error)
{
    /// <summary>Of an image that itself cannot be used, which its own findings say.</summary>
    public static MaskFacts OfBadImage { get; } = new(new long[256], null) { IsOfBadImage = true };

    /// <summary>Whether it is <see cref="OfBadImage"/>.</summary>
    public bool IsOfBadImage { get; private init; }

    public static MaskFacts Of(MaskSample sample, SampleFacts image, MaskDataset dataset)
    {
        if (image.Error is not null) return OfBadImage;
        if (sample.MaskPath is { } path && !File.Exists(path))
            return Bad(sample, $"There is no mask '{ImageFiles.NameOf(dataset.Root, path)}'.", "Draw the mask, or remove the image.");
        try
        {
            var map = sample.MaskPath is null ? MaskPainting.Paint(image.Width, image.Height, sample.Objects ?? []) : MaskFile.Read(sample).Map;
            var histogram = map.Histogram();
            if ((map.Width, map.Height) != (image.Width, image.Height))
                return OfOtherSize(sample, map, image);
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
        catch (ArgumentException) // a polygon drawn on an image of another size
        {
            return Bad(sample, $"A polygon was drawn on an image of another size than {image.Width} x {image.Height}.", "Draw it on this image.");
        }
    }

    private static MaskFacts OfOtherSize(MaskSample sample, ClassMap map, SampleFacts image)
    {
        var isStored = image.Orientation >= 5 && (map.Width, map.Height) == (image.Height, image.Width);
        return Bad(sample, $"The mask is {map.Width} x {map.Height}, the upright image {image.Width} x {image.Height}."
            + (isStored ? " The camera's rotation (EXIF) was not applied when it was drawn." : ""),
            isStored ? "Turn the mask as the image is turned, or remove the orientation from the image's file."
                : "Draw the mask on this image, or restore the one it was drawn on.");
    }

    private static long[] Labelled(long[] values, IReadOnlyList<byte>? labels, byte ignore)
    {
        if (labels is null) return values;
        var histogram = new long[256];
        for (var value = 0; value < values.Length; value++)
            histogram[value != ignore && value < labels.Count ? labels[value] : value] += values[value];
        return histogram;
    }

    private static MaskFacts Bad(MaskSample sample, string what, string cure) => new(new long[256], Problem.OfOne(sample.Name, what, cure));
}
