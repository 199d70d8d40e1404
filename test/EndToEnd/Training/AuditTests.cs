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

    [Theory]
    [InlineData("data audit {0}/copies --out {0}/a.csv", "1 class has a single image, or only copies of one: tool")]
    [InlineData("data audit {0}/photos --out ", "--out has an empty value")]
    [InlineData("train {0}/found.csv --strategy probe --project {0}/runs", "is what an audit found")]
    public async Task What_cannot_be_audited_or_trained_on_is_said(string line, string message)
    {
        (string, string)[] copies = [("fish/fish1.jpg", "fish/a.jpg"), ("fish/fish2.jpg", "fish/b.jpg"), ("tool/hammer5.jpg", "tool/a.jpg"),
            ("tool/hammer5.jpg", "tool/b.jpg")];
        foreach (var (from, to) in copies)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[$"copies/{to}"])!);
            File.Copy(_folder[$"photos/{from}"], _folder[$"copies/{to}"]);
        }
        File.WriteAllText(_folder["found.csv"], "file,label,suggestion,reason,score\nphotos/fish/fish1.jpg,fish,,may be,0.6\n");
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, await CommandLine.Run([.. line.Split(' ').Select(word => string.Format(word, _folder.Root))], new Terminal(output, error)));
        Assert.Contains(message, error.ToString());
    }

    [Fact]
    public async Task Bars_at_the_edges_of_one_class_are_a_shortcut_and_its_name_is_said()
    {
        foreach (var file in Directory.GetFiles(_folder["photos/fish"]))
        {
            var image = Graft.Imaging.ImageFile.Decode(file);
            image.Pixels.AsSpan(0, image.Height / 8 * image.Width * 3).Clear();
            image.Pixels.AsSpan((image.Height - image.Height / 8) * image.Width * 3).Clear();
            File.WriteAllBytes(file, Graft.Imaging.ImageEncoder.EncodeJpeg(image, 90));
        }
        Assert.Contains("above all fish", await Run("data", "audit", _folder["photos"], "--out", _folder["audit.csv"]));
        Assert.Contains("The border of an image alone", File.ReadAllText(_folder["audit.html"]));
    }

    [Fact]
    public async Task Photographs_of_one_class_by_another_camera_are_a_shortcut()
    {
        foreach (var folder in new[] { "fish", "tool" })
            foreach (var file in Directory.GetFiles(_folder[$"photos/{folder}"]))
                File.WriteAllBytes(file, WithCamera(File.ReadAllBytes(file), folder == "fish" ? "Canon" : "Nikon"));
        Assert.Contains("The camera of an image alone", await Run("data", "audit", _folder["photos"], "--out", _folder["audit.csv"]));
    }

    private static async Task<string> Run(params string[] line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(await CommandLine.Run(line, new Terminal(output, error)) == 0, error.ToString());
        return output.ToString();
    }

    // A JPEG with a block of EXIF that names the make.
    private static byte[] WithCamera(byte[] jpeg, string make) =>
    [
        .. jpeg.AsSpan(0, 2), 0xFF, 0xE1, 0, 42, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x0F, 0x01, 2, 0, 6, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0,
        .. System.Text.Encoding.ASCII.GetBytes(make), 0, 0, 0, .. jpeg.AsSpan(2),
    ];
}
