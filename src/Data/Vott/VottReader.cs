using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads VoTT's json export, or what it keeps of each image: rectangles and polygons with tags.</summary>
internal static class VottReader
{
    private const int NotVisited = 0;

    public static ObjectDataset Read(string path, ReaderOptions options) =>
        NamedObjects.ReadFiles(path, DatasetFormat.Vott, [AnnotationKind.Vott, AnnotationKind.VottAsset], options, (file, objects) =>
        {
            using var json = objects.Json(file);
            if (json is not null) objects.Names((json.RootElement.Field("tags")).Items().Select(tag => tag.Text("name")));
            if (json?.RootElement.Field("assets") is { ValueKind: JsonValueKind.Object } assets)
                foreach (var asset in assets.EnumerateObject()) ReadAsset(asset.Value, file, objects);
            else if (json is not null) ReadAsset(json.RootElement, file, objects);
        });

    private static void ReadAsset(JsonElement json, string file, NamedObjects objects)
    {
        var asset = json.Field("asset") ?? json;
        var named = Uri.UnescapeDataString(asset.Text("name") ?? asset.Text("path") ?? "");
        var where = $"{ImageFiles.NameOf(objects.Root, file)}, {named}";
        if (named.Length == 0)
        {
            objects.Error(where, "An asset has no name.", "Export the project again.");
            return;
        }
        var regions = json.Field("regions").Items().ToList();
        if (asset.Number("state") == NotVisited && regions.Count == 0)
        {
            objects.PassOver("An image was not visited and is left out", where, "Visit it in VoTT, and export the project again.");
            return;
        }
        var items = new List<(string, ObjectAnnotation)>();
        foreach (var (at, region) in regions.Index())
        {
            var tags = region.Field("tags").Items().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!.Trim()).ToList();
            if (tags.Count == 0) objects.PassOver("A region has no tag and is left out", where, "Tag it, or remove it.");
            else if (Object(region, $"{where}, {tags[0]} {at + 1}", objects) is { } item)
            {
                var extra = ToolFields.OfObject(DatasetFormat.Vott, ToolFields.FieldsOf(region));
                items.Add((tags[0], item with { Number = at + 1, Extra = extra }));
            }
            if (tags.Count > 1) objects.Remark("A region has several tags, of which the first is taken", where, "Give each region one tag.");
        }
        var size = asset.Field("size") is { } pixels ? (pixels.Size("width"), pixels.Size("height")) : (0, 0);
        objects.Add(objects.ImageOf(named, file) ?? ImageFiles.PathOf(Path.GetDirectoryName(file)!, named), size, items,
            regions.Count - items.Count, where, ToolFields.OfImage(DatasetFormat.Vott, ToolFields.FieldsOf(json).Concat(ToolFields.FieldsOf(asset))));
    }

    private static ObjectAnnotation? Object(JsonElement region, string where, NamedObjects objects)
    {
        if (region.Text("type") is "POLYGON")
        {
            var points = region.Field("points").Items().Select(point => (X: point.Number("x"), Y: point.Number("y"))).ToList();
            return objects.OfPolygon(points.Any(point => point.X is null || point.Y is null) ? null
                : [.. points.SelectMany(point => new[] { point.X!.Value, point.Y!.Value })], where);
        }
        if (region.Field("boundingBox") is { } box && box.Number("left") is { } left && box.Number("top") is { } top
            && box.Number("width") is { } width && box.Number("height") is { } height)
            return NamedObjects.OfCorners(left, top, left + width, top + height);
        objects.Error(where, "It has no bounding box of four numbers.", "Draw it again, or remove it.");
        return null;
    }
}
