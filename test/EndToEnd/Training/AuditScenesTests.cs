using System.Text.Json.Nodes;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public sealed class AuditScenesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public AuditScenesTests()
    {
        var scenes = Repository.At("samples", "scenes");
        foreach (var file in Directory.GetFiles(scenes, "*", SearchOption.AllDirectories))
        {
            var place = _folder[$"scenes/{Path.GetRelativePath(scenes, file)}"];
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_doubled_box_is_found_shown_and_removed_from_a_copy()
    {
        var annotations = _folder["scenes/annotations/instances_val.json"];
        var document = JsonNode.Parse(File.ReadAllText(annotations))!;
        var again = document["annotations"]![0]!.DeepClone();
        (again["id"], again["bbox"]) = (9999, new JsonArray(27, 109, 141, 42));
        document["annotations"]!.AsArray().Add(again);
        File.WriteAllText(annotations, document.ToJsonString());
        var before = File.ReadAllBytes(annotations);
        var told = await Run("data", "audit", _folder["scenes"], "--task", "detect", "--out", _folder["audit.csv"]);
        Assert.Contains("to look at of 36", told);
        var line = Assert.Single(File.ReadAllLines(_folder["audit.csv"]), line => line.Contains(",remove,"));
        Assert.Matches(@"^images/val/val_0000.jpg,vehicle \[2[57] 109 16[89] 15[01]\],remove,.*on one object with vehicle", line);
        var page = File.ReadAllText(_folder["audit.html"]);
        Assert.Contains("Two labels on one object", page);
        Assert.Contains("suggested: remove", page);
        File.WriteAllText(_folder["only.csv"], $"file,label,suggestion,reason,score\n{line}\n");
        Assert.Contains("36 images, 1 removed",
            await Run("data", "apply", _folder["only.csv"], _folder["scenes"], "--task", "detect", "--out", _folder["corrected"]));
        Assert.Equal(before, File.ReadAllBytes(annotations));
        Assert.Contains("80", await Run("data", "inspect", _folder["corrected"], "--task", "detect"));
    }

    [Fact]
    public async Task A_region_of_another_class_is_found_and_corrected_in_a_copy()
    {
        var mask = _folder["scenes/masks/val/val_0000.png"];
        var read = Graft.Imaging.IndexPng.Read(mask);
        var (values, of) = (read.Map.Values.ToArray(), read.Map.Values.First(value => value == 3));
        byte[] changed = [.. values.Select(value => value == of ? (byte)1 : value)];
        File.WriteAllBytes(mask, Graft.Imaging.IndexPng.Write(new(read.Map.Width, read.Map.Height, changed), read.Palette));
        var before = File.ReadAllBytes(mask);
        await Run("data", "audit", _folder["scenes"], "--task", "segment", "--out", _folder["audit.csv"]);
        var line = File.ReadAllLines(_folder["audit.csv"]).First(line => line.StartsWith("images/val/val_0000.jpg,bird ["));
        var cells = line.Split(',');
        File.WriteAllText(_folder["only.csv"], $"file,label,suggestion\n{cells[0]},{cells[1]},vehicle\n");
        Assert.Contains("1 with another label",
            await Run("data", "apply", _folder["only.csv"], _folder["scenes"], "--task", "segment", "--out", _folder["corrected"]));
        Assert.Equal(before, File.ReadAllBytes(mask));
        Assert.Equal(values, Graft.Imaging.IndexPng.Read(_folder["corrected/masks/val/val_0000.png"]).Map.Values);
    }

    [Fact]
    public async Task Identities_are_told_what_they_have()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] line = ["data", "audit", Repository.At("samples", "photos"), "--task", "identities", "--out", _folder["audit.csv"]];
        Assert.Equal(2, await CommandLine.Run(line, new Terminal(output, error)));
        Assert.Contains("cannot be audited", error.ToString());
        Assert.False(File.Exists(_folder["audit.csv"]));
    }

    private static async Task<string> Run(params string[] line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(await CommandLine.Run(line, new Terminal(output, error)) == 0, error.ToString());
        return output.ToString();
    }
}
