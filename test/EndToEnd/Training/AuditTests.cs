using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public sealed class AuditTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public AuditTests()
    {
        foreach (var file in Directory.GetFiles(Repository.At("samples", "photos"), "*.jpg", SearchOption.AllDirectories))
        {
            var place = _folder[$"photos/{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}"];
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wrong_labels_are_found_shown_and_corrected_without_touching_the_images()
    {
        File.Move(_folder["photos/tool/hammer5.jpg"], _folder["photos/fish/a fish, \"blue\".jpg"]);
        File.Copy(_folder["photos/monument/opera_house.jpg"], _folder["photos/tool/copied.jpg"]);
        var before = Directory.GetFiles(_folder["photos"], "*", SearchOption.AllDirectories).Order().ToArray();
        Assert.Contains("1 label looks wrong", await Run("data", "audit", _folder["photos"], "--out", _folder["audit.csv"]));
        var table = File.ReadAllText(_folder["audit.csv"]);
        Assert.Contains("\"fish/a fish, \"\"blue\"\".jpg\",fish,tool,", table);
        Assert.Contains("identical to monument/opera_house.jpg, which is monument", table);
        var page = File.ReadAllText(_folder["audit.html"]);
        Assert.Contains("a fish, &quot;blue&quot;.jpg", page);
        Assert.True(page.Split("<img ").Length > 3);
        // As somebody does who looks at the copy.
        File.WriteAllText(_folder["audit.csv"], table.Replace("tool/copied.jpg,tool,,\"identical", "tool/copied.jpg,tool,remove,\"identical"));
        Assert.Contains("107 images, 1 with another label; 1 left out",
            await Run("data", "apply", _folder["audit.csv"], _folder["photos"], "--out", _folder["corrected.csv"]));
        Assert.Equal(before, Directory.GetFiles(_folder["photos"], "*", SearchOption.AllDirectories).Order().ToArray());
        Assert.Contains("0 labels look wrong", await Run("data", "audit", _folder["corrected.csv"], "--out", _folder["again.csv"]));
    }

    [Fact]
    public async Task Other_tasks_are_told_what_they_have()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] line = ["data", "audit", Repository.At("samples", "scenes"), "--out", _folder["audit.csv"]];
        Assert.Equal(2, await CommandLine.Run(line, new Terminal(output, error)));
        Assert.Contains("cannot be audited yet", error.ToString());
        Assert.False(File.Exists(_folder["audit.csv"]));
    }

    private static async Task<string> Run(params string[] line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(await CommandLine.Run(line, new Terminal(output, error)) == 0, error.ToString());
        return output.ToString();
    }
}
