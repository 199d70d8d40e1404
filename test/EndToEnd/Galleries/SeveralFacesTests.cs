using System.Text.Json;
using Graft.Cli;
using Graft.Imaging;

namespace Graft.EndToEnd.Tests;

/// <summary>What is said of photographs with several faces, with none, and of those that nobody reads; the faces are drawn.</summary>
public sealed class SeveralFacesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public SeveralFacesTests()
    {
        Save("party.png", 240, 320, 260);
        Save("one.png", 300);
        foreach (var name in new[] { "none.png", "nobody.png" }) File.WriteAllBytes(_folder[name], ImageEncoder.EncodePng(new RgbImage(200, 200)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_says_that_there_were_others_and_which_is_compared()
    {
        var (output, messages) = await Run(0, "verify", _folder["party.png"], _folder["one.png"]);
        Assert.StartsWith("match", output);
        Assert.Matches($@"3 faces on {_folder["party.png"]}; the largest, at \(\d+, \d+\), is compared", messages);
        Assert.DoesNotContain("one.png;", messages);
        var answer = JsonDocument.Parse((await Run(0, "verify", _folder["party.png"], _folder["one.png"], "--json")).Output).RootElement;
        Assert.Equal([3, 1], new[] { "first", "second" }.Select(one => answer.GetProperty(one).GetProperty("facesFound").GetInt32()));
    }

    [Fact]
    public async Task Faces_are_numbered_from_left_to_right_and_search_says_that_there_were_others()
    {
        var gallery = await Enrolled();
        var (output, messages) = await Run(0, "identify", gallery, _folder["party.png"], "--save", "--project", _folder["runs"]);
        Assert.Equal(["image", "face", "person"], output.Split('\n')[0].Split('\t').Take(3).Select(cell => cell.Trim()));
        Assert.Contains("numbered from left to right", messages);
        Assert.Single(Directory.GetFiles(_folder["runs"], "*.jpg", SearchOption.AllDirectories));
        var image = JsonDocument.Parse((await Run(0, "identify", gallery, _folder["party.png"], "--json")).Output).RootElement.GetProperty("images")[0];
        var faces = image.GetProperty("faces").EnumerateArray().ToList();
        Assert.Equal([1, 2, 3], faces.Select(face => face.GetProperty("face").GetInt32()));
        Assert.Equal(faces.OrderBy(face => face.GetProperty("box")[0].GetDouble()), faces);

        (_, messages) = await Run(0, "search", gallery, _folder["party.png"]);
        Assert.Matches(@"3 faces on .*party\.png; the largest, at \(\d+, \d+\), is searched", messages);
        var found = JsonDocument.Parse((await Run(0, "search", gallery, _folder["party.png"], "--json")).Output).RootElement;
        Assert.Equal(3, found.GetProperty("facesFound").GetInt32());

        string[] photographs = [_folder["one.png"], _folder["none.png"], _folder["nobody.png"]];
        (_, messages) = await Run(0, ["find", gallery, "Zoë", .. photographs]);
        Assert.Contains($"2 of 3 photographs have no face: {photographs[1]}, {photographs[2]}", messages);
        foreach (var verb in new string[][] { ["find", gallery, "Zoë"], ["cluster"] })
        {
            var answer = JsonDocument.Parse((await Run(0, [.. verb, .. photographs, "--json"])).Output).RootElement;
            Assert.Equal(photographs[1..], answer.GetProperty("withoutFace").EnumerateArray().Select(one => one.GetString()));
        }
        Assert.Contains("1 of 2 photographs has no face: ", (await Run(0, ["cluster", .. photographs[..2]])).Messages);
    }

    [Fact]
    public async Task Enrolling_is_done_where_somebody_is_enrolled_and_says_what_was_left_out()
    {
        Copy("none.png", "people/Ann/none.png");
        var gallery = _folder["staff.faces"];
        var (output, messages) = await Run(1, "enroll", gallery, _folder["people"]);
        Assert.Contains("no face is found", output);
        Assert.DoesNotContain("next:", messages);

        Copy("one.png", "people/Zoë/one.png");
        Copy("one.png", "people/Zoë/nameless");
        Copy("one.png", "people/Zoë/.hidden.png");
        Copy("one.png", "people/.Bob/one.png");
        Copy("one.png", "people/loose.png");
        (output, messages) = await Run(0, "enroll", gallery, _folder["people"], "--review", "off");
        Assert.Contains("1 photograph enrolled, 0 known, 1 refused", output);
        Assert.Contains("next: graft faces identify", messages);
        Assert.Contains($"left out of '{_folder["people"]}': in no folder of a person: loose.png; hidden by their names: .Bob/, Zoë/.hidden.png; "
            + "without an extension: Zoë/nameless", messages);
        Assert.Contains("0 photographs enrolled, 1 known, 1 refused", (await Run(0, "enroll", gallery, _folder["people"], "--review", "off")).Output);
    }

    private async Task<string> Enrolled()
    {
        Copy("one.png", "people/Zoë/one.png");
        await Run(0, "enroll", _folder["staff.faces"], _folder["people"], "--review", "off");
        return _folder["staff.faces"];
    }

    private void Copy(string name, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[to])!);
        File.Copy(_folder[name], _folder[to]);
    }

    // Faces beside each other, on a ground of one colour.
    private void Save(string name, params int[] widths)
    {
        var image = new RgbImage(widths.Sum(), widths.Max());
        var left = 0;
        foreach (var face in widths.Select(DrawnFace.Of))
        {
            for (var y = 0; y < face.Height; y++)
                face.Pixels.AsSpan(3 * y * face.Width, 3 * face.Width).CopyTo(image.Pixels.AsSpan(3 * (y * image.Width + left)));
            left += face.Width;
        }
        File.WriteAllBytes(_folder[name], ImageEncoder.EncodePng(image));
    }

    private static async Task<(string Output, string Messages)> Run(int expected, params string[] arguments)
    {
        var (output, messages) = (new StringWriter(), new StringWriter());
        var exitCode = await CommandLine.Run(["faces", .. arguments], new Terminal(output, messages));
        Assert.True(exitCode == expected, $"{exitCode}: {output}{messages}");
        return (output.ToString(), messages.ToString());
    }
}
