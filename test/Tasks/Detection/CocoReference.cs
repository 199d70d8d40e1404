using System.Text.Json;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Tasks.Tests;

/// <summary>Ground truth, detections and pycocotools' metrics for them.</summary>
internal sealed class CocoReference
{
    private static readonly JsonElement Document = JsonDocument.Parse(File.ReadAllText(Repository.At("test", "reference", "coco_eval.json"))).RootElement;
    private readonly Dictionary<long, int> _imageOf = [];
    private readonly Dictionary<int, int> _labelOf = [];
    private readonly List<(int Width, int Height)> _sizes = [];

    public CocoReference()
    {
        var truth = Document.GetProperty("ground_truth");
        foreach (var image in truth.GetProperty("images").EnumerateArray().OrderBy(image => image.GetProperty("id").GetInt64()))
        {
            _imageOf[image.GetProperty("id").GetInt64()] = _imageOf.Count;
            _sizes.Add((image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
            (Truth, Detections) = ([.. Truth, []], [.. Detections, []]);
        }
        foreach (var category in truth.GetProperty("categories").EnumerateArray()) _labelOf[category.GetProperty("id").GetInt32()] = _labelOf.Count;
        foreach (var item in truth.GetProperty("annotations").EnumerateArray())
        {
            var image = _imageOf[item.GetProperty("image_id").GetInt64()];
            Truth[image].Add(new TrueObject(ExtentOf(item).Box, LabelOf(item))
            {
                Extent = ExtentOf(item),
                IsCrowd = item.GetProperty("iscrowd").GetInt32() == 1,
                Area = item.GetProperty("area").GetDouble(),
                Mask = MaskOf(item, image),
            });
        }
        foreach (var item in Document.GetProperty("detections").EnumerateArray())
        {
            var image = _imageOf[item.GetProperty("image_id").GetInt64()];
            Detections[image].Add(new Detection(ExtentOf(item).Box, LabelOf(item), item.GetProperty("score").GetDouble()) { Extent = ExtentOf(item), Mask = MaskOf(item, image) });
        }
    }

    public List<TrueObject>[] Truth { get; private set; } = [];

    public List<Detection>[] Detections { get; private set; } = [];

    public string[] Classes => [.. _labelOf.Keys.Select(id => $"{id}")];

    public static double[] Stats(string kind) => Numbers(Expected(kind).GetProperty("stats"));

    public static double ClassAP(string kind, string id) => Expected(kind).GetProperty("ap_per_class").GetProperty(id).GetDouble();

    public static double[] Precision50(string kind, string id) => Numbers(Expected(kind).GetProperty("precision_iou50").GetProperty(id));

    private static JsonElement Expected(string kind) => Document.GetProperty("expected").GetProperty(kind);

    private static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];

    private int LabelOf(JsonElement item) => _labelOf[item.GetProperty("category_id").GetInt32()];

    private static BoxD ExtentOf(JsonElement item)
    {
        var box = Numbers(item.GetProperty("bbox"));
        return new BoxD(box[0], box[1], box[2], box[3]);
    }

    private Mask MaskOf(JsonElement item, int image)
    {
        var (width, height) = _sizes[image];
        var segmentation = item.GetProperty("segmentation");
        if (segmentation.ValueKind == JsonValueKind.Array)
            return Mask.FromPolygons(width, height, [.. segmentation.EnumerateArray().Select(points => new Polygon(Numbers(points)))]);
        var counts = segmentation.GetProperty("counts");
        return counts.ValueKind == JsonValueKind.String
            ? Mask.FromCocoText(width, height, counts.GetString()!)
            : Mask.FromRuns(width, height, [.. counts.EnumerateArray().Select(run => run.GetInt32())]);
    }
}
