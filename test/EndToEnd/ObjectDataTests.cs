namespace Graft.EndToEnd.Tests;

public class ObjectDataTests
{
    [Fact]
    public async Task The_layout_of_the_scenes_is_recognised_and_said()
    {
        var outcome = await CommandLineProcess.Run("data", "inspect", "samples/scenes", "--json");
        Assert.Equal(0, outcome.ExitCode);
        var document = outcome.Document();
        Assert.Equal("coco", document.GetProperty("format").GetString());
        Assert.Equal(80, document.GetProperty("objects").GetInt32());
        Assert.Equal(24, document.GetProperty("splits").GetProperty("train").GetInt32());
        Assert.Contains("Inspecting it for detect; --task instances or segment is possible too", outcome.Error);
    }

    [Fact]
    public async Task Masks_are_inspected_where_the_task_asks_for_them()
    {
        var outcome = await CommandLineProcess.Run("data", "inspect", "samples/scenes", "--task", "segment", "--json");
        Assert.Equal(0, outcome.ExitCode);
        var classes = outcome.Document().GetProperty("classes").EnumerateObject().ToList();
        Assert.Equal("background", classes[0].Name);
        Assert.Equal(5, classes.Count);
        Assert.Equal(1, classes.Sum(share => share.Value.GetDouble()), 1e-9);
    }

    [Fact]
    public async Task What_a_conversion_loses_is_said_and_the_result_can_be_inspected()
    {
        using var folder = new TestFolder();
        var outcome = await CommandLineProcess.Run("data", "convert", "samples/scenes", "--to", "voc", "--out", folder["voc"], "--json");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("polygons are not kept", outcome.Error);
        Assert.InRange(outcome.Document().GetProperty("losses").GetArrayLength(), 2, 6);
        var again = await CommandLineProcess.Run("data", "inspect", folder["voc"]);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("(voc): 36 usable images (train 24, val 12)", again.Output);
    }

    [Fact]
    public async Task The_summary_of_a_conversion_counts_what_is_written_and_names_what_was_renamed()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["in"]);
        var photos = Directory.GetFiles(Repository.At("samples", "photos", "fish"), "*.jpg").Order().ToList();
        foreach (var (at, name) in new[] { "a.jpeg", "a.jpg", "b.jpg" }.Index()) File.Copy(photos[at], folder[$"in/{name}"]);
        File.WriteAllText(folder["in/all.json"], """
            {"images":[{"id":1,"file_name":"a.jpeg"},{"id":2,"file_name":"a.jpg"},{"id":3,"file_name":"b.jpg"}],"categories":[{"id":1,"name":"ant"}],
             "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[9,9,50,50]},
             {"id":2,"image_id":3,"category_id":1,"bbox":[9,9,50,50],"iscrowd":1}]}
            """);
        var outcome = await CommandLineProcess.Run(folder.Root, ["data", "convert", "in", "--to", "yolo", "--out", "out"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("out: 2 images with 1 object; 1 kind of thing was lost, as listed", outcome.Output);
        Assert.Contains("images with crowds alone are left out", outcome.Error);
        Assert.Contains("1 image has another name here, such as images/a_2.jpg, which was a.jpg; all are in renamed.csv", outcome.Error);
        Assert.Equal("old,new\na.jpg,images/a_2.jpg\n", File.ReadAllText(folder["out/renamed.csv"]));
    }

    [Fact]
    public async Task Objects_are_divided_in_their_own_format_with_near_copies_in_one_split()
    {
        using var folder = new TestFolder();
        // One split's images as a data set without splits, one of them twice.
        var text = File.ReadAllText(Repository.At("samples", "scenes", "annotations", "instances_train.json"));
        var annotations = System.Text.Json.Nodes.JsonNode.Parse(text)!.AsObject();
        Directory.CreateDirectory(folder["in/images"]);
        foreach (var file in Directory.GetFiles(Repository.At("samples", "scenes", "images", "train")))
            File.Copy(file, folder[$"in/images/{Path.GetFileName(file)}"]);
        var first = annotations["images"]!.AsArray()[0]!.AsObject();
        File.Copy(folder[$"in/images/{(string)first["file_name"]!}"], folder["in/images/twin.jpg"]);
        var twin = first.DeepClone().AsObject();
        (twin["id"], twin["file_name"]) = (9999, "twin.jpg");
        annotations["images"]!.AsArray().Add(twin);
        File.WriteAllText(folder["in/all.json"], annotations.ToJsonString());

        var split = await CommandLineProcess.Run(folder.Root, ["data", "split", "in", "--out", "out", "--val-split", "0.25", "--seed", "3", "--json"]);

        Assert.True(split.ExitCode == 0, split.Error);
        Assert.Equal(25, split.Document().GetProperty("train").GetInt32() + split.Document().GetProperty("val").GetInt32());
        Assert.InRange(split.Document().GetProperty("val").GetInt32(), 4, 9);
        string[] splits = [.. new[] { "train", "val" }.Where(subset => File.Exists(folder[$"out/images/{subset}/twin.jpg"]))];
        Assert.True(File.Exists(folder[$"out/images/{Assert.Single(splits)}/{(string)first["file_name"]!}"]));
        var again = await CommandLineProcess.Run("data", "inspect", folder["out"]);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("(coco): 25 usable images", again.Output);
    }

    [Fact]
    public async Task What_is_only_read_is_divided_as_coco()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["in"]);
        foreach (var file in Directory.GetFiles(Repository.At("samples", "photos", "fish"), "*.jpg").Order().Take(8))
        {
            var name = Path.GetFileName(file);
            File.Copy(file, folder[$"in/{name}"]);
            File.WriteAllText(folder[$"in/{Path.ChangeExtension(name, ".json")}"],
                "{\"version\": \"5.2.1\", \"shapes\": [{\"label\": \"fish\", \"points\": [[10, 10], [60, 50]], \"shape_type\": \"rectangle\"}], "
                + $"\"imagePath\": \"{name}\"}}");
        }
        var split = await CommandLineProcess.Run(folder.Root, ["data", "split", "in", "--out", "out", "--val-split", "0.25", "--json"]);
        Assert.True(split.ExitCode == 0, split.Error);
        Assert.Equal(2, split.Document().GetProperty("val").GetInt32());
        Assert.Contains("(coco): 8 usable images", (await CommandLineProcess.Run("data", "inspect", folder["out"])).Output);
    }

    [Fact]
    public async Task Images_without_alpha_are_no_cut_outs()
    {
        using var folder = new TestFolder();
        var outcome = await CommandLineProcess.Run("data", "compose", "samples/photos", "samples/photos", "--out", folder["out"]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("fish/fish1.jpg: It has no transparent pixel", outcome.Error);
    }
}
