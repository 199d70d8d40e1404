using System.Text.Json;

namespace Graft.Data;

/// <summary>What YOLO and VOC have no place for beside the objects themselves: numbers, areas, licences and other fields of COCO and VOC.</summary>
internal static class ExtraLosses
{
    private const string Keep = "Keep the original beside it.";

    public static void Add(ObjectDataset dataset, DatasetFormat format, ConversionLosses losses)
    {
        foreach (var name in dataset.Extra.Keys) losses.Add($"the file's \"{name}\" is not kept", dataset.Root, name == CocoExtras.Licences ? "Keep the original: its licences may ask to be passed on." : Keep);
        foreach (var (name, fields) in dataset.ClassExtra)
            foreach (var field in fields.Keys) losses.Add(field == CocoExtras.Supercategory ? "supercategories are not kept" : $"the classes' \"{field}\" is not kept", name, Keep);
        // Numbers that count from 1 in the order of the images say nothing.
        if (dataset.Samples.Index().Any(pair => pair.Item.Id is { } id && id != pair.Index + 1)) losses.Add("the images' numbers are not kept", dataset.Root, "Keep the original where other files name images by number.");
        foreach (var sample in dataset.Samples)
        {
            foreach (var (field, value) in Of(sample.Extra))
                if (format != DatasetFormat.Voc || !VocExtras.KeepsOfImage(field, value)) losses.Add($"the images' \"{field}\" is not kept", sample.Name, field == "license" ? "Keep the original: its licences may ask to be passed on." : Keep);
            foreach (var item in sample.Objects)
            {
                foreach (var (field, value) in Of(item.Extra))
                    if (format != DatasetFormat.Voc || !VocExtras.KeepsOfObject(field, value)) losses.Add($"the objects' \"{field}\" is not kept", sample.Name, Keep);
                if (item.AnnotatedArea is { } area && Math.Abs(area - WithoutIt(item, format)) > 1 + 0.01 * area)
                    losses.Add("annotated areas are not kept", sample.Name, "Keep the original to evaluate with: the area decides whether an object is small, medium or large.");
            }
        }
    }

    private static IReadOnlyDictionary<string, JsonElement> Of(IReadOnlyDictionary<string, JsonElement>? extra) => extra ?? new Dictionary<string, JsonElement>();

    // What a reader of the new files takes for the area.
    private static double WithoutIt(ObjectAnnotation item, DatasetFormat format) =>
        (format == DatasetFormat.Voc ? item with { AnnotatedArea = null, Polygons = null, Mask = null } : item with { AnnotatedArea = null }).Area;
}
