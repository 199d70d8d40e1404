using System.Net;
using System.Text.RegularExpressions;
using Graft.Cli;
using Graft.Faces;

namespace Graft.EndToEnd.Tests;

/// <summary>The page on which groups of faces are named, in a browser as a person uses it.</summary>
public sealed class GroupPageTests
{
    // What is saved goes through a blob: its text is what the file would hold.
    private const string Script = """
        const seen = [];
        const look = () => seen.push(document.getElementById('said').textContent);
        const make = URL.createObjectURL;
        URL.createObjectURL = blob => {
          blob.text().then(text => {
            document.body.insertAdjacentHTML('beforeend', '<pre id="saved"></pre>');
            document.getElementById('saved').textContent = text;
          });
          return make(blob);
        };
        const names = [...document.querySelectorAll('input.name')];
        const type = (at, name) => { names[at].value = name; names[at].dispatchEvent(new Event('input', { bubbles: true })); look(); };
        look();
        type(0, ' Zo\u00eb "<b>" ');
        type(2, 'Bob');
        document.querySelectorAll('section[data-group] input[type=checkbox]')[1].click(); // somebody else in the first group
        look();
        type(1, 'Bob'); // two groups of one name are one person
        document.getElementById('save').click();
        document.body.insertAdjacentHTML('beforeend', '<pre id="seen"></pre>');
        document.getElementById('seen').textContent = seen.join('|');
        """;

    [Fact]
    public async Task What_is_named_on_the_page_is_saved_as_the_file_that_enrolment_reads()
    {
        Assert.SkipWhen(BrowserPage.Program is null, BrowserPage.Reason);
        using var folder = new TestFolder();
        var photo = folder["a<b>&\"c.jpg"];
        File.Copy(Repository.At("samples", "photos", "tool", "hammer1.jpg"), photo);
        GroupPage.Write(folder["g.html"], Faces(photo), "faces nearer than 0.6 are taken for one person: a guess");

        var document = await BrowserPage.After(folder["g.html"], Script, folder);
        Assert.Equal("0 people named, 0 faces|1 person named, 2 faces|2 people named, 3 faces|2 people named, 2 faces|2 people named, 3 faces",
            Text(document, "seen"));
        File.WriteAllText(folder["people.json"], Text(document, "saved"));
        var people = PeopleFile.Read(folder["people.json"], new Terminal(new StringWriter(), new StringWriter()));
        Assert.Equal(["Bob", "Zo\u00eb \"<b>\""], people.Select(person => person.Name).Order(StringComparer.Ordinal));
        Assert.All(people, person => Assert.Equal(photo, person.Files.Single()));
    }

    // What the script itself says comes first.
    private static string Text(string document, string id) =>
        WebUtility.HtmlDecode(Regex.Matches(document, $"<pre id=\"{id}\">(.*?)</pre>", RegexOptions.Singleline)[^1].Groups[1].Value);

    private static List<(ClusteredDto, ShownFace?)> Faces(string file)
    {
        using var photograph = Photograph.Read(file);
        var image = photograph.Decode(Graft.Imaging.DecodeOptions.Default);
        (float[] Box, int? Group)[] faces = [([10, 10, 50, 60], 1), ([60, 30, 50, 60], 1), ([20, 10, 40, 40], 2), ([90, 10, 40, 40], null)];
        return [.. faces.Select(face => (new ClusteredDto(file, face.Box, face.Group, null), (ShownFace?)GroupPage.Shown(photograph, image, face.Box)))];
    }
}
