using Graft.Data;
using Graft.Imaging;
using Graft.Reports;

namespace Graft;

/// <summary>Images of the page of an audit, with what is labelled in dashes and what is suggested solid.</summary>
internal static class AuditDrawing
{
    private const int LongerEdge = 320;

    /// <summary>An image with a doubtful object.</summary>
    /// <param name="sample">The image.</param>
    /// <param name="labelled">As it is labelled; null for one that is missing.</param>
    /// <param name="suggested">Where it should be, and as what; null where its place is right.</param>
    /// <param name="other">Another label on the same object; null for none.</param>
    /// <param name="classes">Names of the classes.</param>
    public static PageImage Of(ObjectSample sample, ObjectAnnotation? labelled, (Box Box, string Text, int Label)? suggested, ObjectAnnotation? other,
        IReadOnlyList<string> classes)
    {
        var (small, placement) = SceneDrawing.Shrunk(sample, LongerEdge);
        var boxes = new List<BoxCaption>();
        if (suggested is { } new_) boxes.Add(new(placement.Of(new_.Box), new_.Text, new_.Label));
        if (other is not null) boxes.Add(new(placement.Of(other.Box), classes[other.Label], other.Label));
        if (labelled is not null) boxes.Add(new(placement.Of(labelled.Box), classes[labelled.Label], labelled.Label) { IsDashed = true });
        return new PageImage(BoxDrawing.Draw(small, boxes));
    }

    /// <summary>An image with the classes of its pixels laid over it and a doubtful region in a box.</summary>
    /// <param name="sample">The image.</param>
    /// <param name="dataset">Classes, and the value that does not count.</param>
    /// <param name="region">The region's bounds in pixels.</param>
    /// <param name="text">What it is labelled as.</param>
    public static PageImage Of(MaskSample sample, MaskDataset dataset, Box region, string text)
    {
        var decoded = DecodedMaskSample.Load(sample, dataset.IgnoreValue);
        var (width, height) = PageImage.Fit(decoded.Image.Width, decoded.Image.Height, LongerEdge);
        var drawn = MaskDrawing.Overlay(decoded.Image, decoded.Map, 0.4, dataset.Palette.Count > 0 ? dataset.Palette : null);
        var small = Resampler.Resize(drawn, width, height, Interpolation.Bilinear);
        return new PageImage(BoxDrawing.Draw(small,
            [new(region.Scale((double)width / decoded.Image.Width, (double)height / decoded.Image.Height), text, 0) { IsDashed = true }]));
    }
}
