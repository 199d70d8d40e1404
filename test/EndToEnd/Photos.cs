using System.Text.Json.Nodes;

namespace Graft.EndToEnd.Tests;

/// <summary>A few of the bundled photos as a data set of two classes, and of the bundled scenes.</summary>
internal static class Photos
{
    /// <summary>A folder with <c>photos/fish</c> and <c>photos/tool</c>.</summary>
    public static TestFolder TwoClasses(int photosPerClass)
    {
        var folder = new TestFolder();
        foreach (var name in new[] { "fish", "tool" })
        {
            Directory.CreateDirectory(folder[$"photos/{name}"]);
            foreach (var photo in Directory.GetFiles(Repository.At("samples", "photos", name)).Order().Take(photosPerClass))
                File.Copy(photo, folder[$"photos/{name}/{Path.GetFileName(photo)}"]);
        }
        return folder;
    }

    /// <summary>Every third of the bundled scenes as <c>scenes</c>: for what runs on them, not for what it learns.</summary>
    public static string FewScenes(TestFolder folder)
    {
        var scenes = Repository.At("samples", "scenes");
        foreach (var split in new[] { "train", "val" })
        {
            var annotations = JsonNode.Parse(File.ReadAllText(Path.Combine(scenes, "annotations", $"instances_{split}.json")))!;
            var images = annotations["images"]!.AsArray().Where((_, at) => at % 3 == 0).Select(image => image!.DeepClone()).ToList();
            var ids = images.Select(image => (int)image["id"]!).ToHashSet();
            annotations["annotations"] = new JsonArray([.. annotations["annotations"]!.AsArray().Where(one => ids.Contains((int)one!["image_id"]!))
                .Select(one => one!.DeepClone())]);
            annotations["images"] = new JsonArray([.. images]);
            Directory.CreateDirectory(folder["scenes/annotations"]);
            File.WriteAllText(folder[$"scenes/annotations/instances_{split}.json"], annotations.ToJsonString());
            foreach (var file in images.Select(image => (string)image["file_name"]!)
                .SelectMany(name => new[] { $"images/{split}/{name}", $"masks/{split}/{Path.ChangeExtension(name, ".png")}" }))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder[$"scenes/{file}"])!);
                File.Copy(Path.Combine(scenes, file), folder[$"scenes/{file}"]);
            }
        }
        return folder["scenes"];
    }
}
