using System.Text.Json.Nodes;

namespace Graft.EndToEnd.Tests;

/// <summary>The programs that the guide quotes, on the scenes that come along.</summary>
public class GuideProgramTests
{
    [Theory]
    [InlineData("detect", "levels of stride 8, 16, 32")]
    [InlineData("segment", "mean IoU through ONNX Runtime")]
    [InlineData("instances", "AP50 of masks")]
    public async Task A_program_of_the_guide_runs(string page, string says)
    {
        using var folder = new TestFolder();
        var program = Path.Combine(AppContext.BaseDirectory, "Graft.Guide.dll");
        var outcome = await CommandLineProcess.Run(folder.Root, [page, FewScenes(folder)], program: program);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains(says, outcome.Output);
        Assert.Single(Directory.GetFiles(folder["runs"], "report.html", SearchOption.AllDirectories));
        Assert.Equal(page == "segment", File.Exists(folder["large.png"]));
    }

    // Every third of them: whether the programs run, not what they learn.
    private static string FewScenes(TestFolder folder)
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
