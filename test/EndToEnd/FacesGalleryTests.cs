using System.Globalization;
using System.Text.Json;
using Graft.Cli;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.EndToEnd.Tests;

/// <summary>The verbs of a gallery that look at no photograph.</summary>
public class FacesGalleryTests
{
    [Fact]
    public async Task A_gallery_is_listed_exported_given_new_keys_and_emptied()
    {
        using var folder = new TestFolder();
        var gallery = Made(folder);
        var list = JsonDocument.Parse(await Run(0, "list", gallery, "--json")).RootElement;
        Assert.Equal(["Ann", "Bob", "Cy"], list.GetProperty("persons").EnumerateArray().Select(person => person.GetProperty("name").GetString()));
        Assert.Contains("the door", await Run(0, "list", gallery));
        await Run(0, "export", gallery, "Bob", "--out", folder["bob.json"]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["bob.json"]));
        Assert.Equal(2, JsonDocument.Parse(File.ReadAllText(folder["bob.json"])).RootElement.GetProperty("samples").GetArrayLength());
        Assert.Contains("nobody of the name 'Dan'", await Run(2, "export", gallery, "Dan"));
        Assert.Contains("new keys for 3 persons", await Run(0, "rekey", gallery));
        Assert.Contains("nobody of the name 'Dan'", await Run(2, "remove", gallery, "Ann", "Dan"));
        var removed = JsonDocument.Parse(await Run(0, "remove", gallery, "Cy", "--json")).RootElement.GetProperty("removed");
        Assert.Equal("Cy", Assert.Single(removed.EnumerateArray()).GetString());
        Assert.Contains("Nobody was named", await Run(2, "remove", gallery));
        Assert.Contains("write '--' before it: `graft faces remove ... -- -Ann`", await Run(2, "remove", gallery, "-Ann"));
        Assert.Contains("nobody of the name '-Ann'", await Run(2, "remove", gallery, "--", "-Ann"));
        Assert.Contains("log of 11 lines is whole", await Run(0, "audit", gallery));
        Assert.Contains("not the key file", await Run(2, "list", gallery, "--key-file", Other(folder)));
        Assert.Contains("no gallery", await Run(2, "list", folder["nothing.faces"]));
    }

    [Fact]
    public async Task A_threshold_is_chosen_on_scores_stored_and_said()
    {
        using var folder = new TestFolder();
        var gallery = Made(folder);
        File.WriteAllLines(folder["scores.csv"], Scores(60));
        var refused = await Run(2, "calibrate", gallery, folder["scores.csv"], "--fmr", "0.00001");
        Assert.Contains("people cannot bound FMR", refused);
        Assert.Contains("people in all are needed", refused);
        File.WriteAllLines(folder["groups.csv"], ["name,group", "p1,a"]);
        var answer = JsonDocument.Parse(await Run(0, "calibrate", gallery, folder["scores.csv"], "--fmr", "0.05", "--out", folder["report"],
            "--json")).RootElement;
        var threshold = answer.GetProperty("threshold").GetDouble();
        Assert.InRange(threshold, 0.3, 1.2);
        Assert.InRange(answer.GetProperty("falseMatch").GetProperty("value").GetDouble(), 0, 0.1);
        Assert.Equal((30, 30), (Number(answer, "choosingPeople"), Number(answer, "reportingPeople")));
        Assert.True(answer.GetProperty("det").GetArrayLength() > 10);
        Assert.True(File.Exists(folder["report/calibration.json"]));
        Assert.Contains("FMR at most 0.05", await Run(0, "calibrate", gallery, folder["scores.csv"], "--fmr", "0.05"));
        Assert.Contains("FMR at most 0.05", await Run(0, "list", gallery));
        Assert.Contains("either --fpir or --fmr", await Run(2, "calibrate", gallery, folder["scores.csv"], "--fmr", "0.05", "--fpir", "0.1"));
        Assert.Contains("first, second and distance", await Run(2, "calibrate", gallery, folder["groups.csv"]));
        Assert.Contains("Nobody of the groups", await Run(2, "calibrate", gallery, folder["scores.csv"], "--fmr", "0.05", "--groups", Groups("x")));
        var groups = JsonDocument.Parse(await Run(0, "calibrate", gallery, folder["scores.csv"], "--fmr", "0.05", "--groups", Groups("p"), "--json"))
            .RootElement.GetProperty("groups").GetProperty("groups");
        File.AppendAllText(folder["groups.csv"], "Zoe,odd\n");
        var unknown = JsonDocument.Parse(await Run(0, "calibrate", gallery, folder["scores.csv"], "--fmr", "0.05", "--groups", folder["groups.csv"], "--json"));
        Assert.Equal("Zoe", Assert.Single(unknown.RootElement.GetProperty("namesOfNobody").EnumerateArray()).GetString());
        Assert.Contains("1 name of --groups that nobody has: 'Zoe'",
            await Run(0, "calibrate", gallery, folder["scores.csv"], "--fmr", "0.05", "--groups", folder["groups.csv"]));
        foreach (var (separator, word) in new[] { (';', "semicolons"), ('\t', "tabs") })
        {
            File.WriteAllText(folder["other.csv"], $"first{separator}second{separator}distance\na{separator}b{separator}0,4\n");
            Assert.Contains($"with commas, not with {word}", await Run(2, "calibrate", gallery, folder["other.csv"], "--fmr", "0.05"));
            File.WriteAllText(folder["other.csv"], $"name{separator}group\na{separator}b\n");
            Assert.Contains($"with commas, not with {word}", await Run(2, "calibrate", gallery, folder["scores.csv"], "--groups", folder["other.csv"]));
        }
        File.WriteAllLines(folder["sparse.csv"], ["first,second,distance", "a,b,1.1", "c,d,1.2"]);
        Assert.Matches("about [0-9,]+ people in all are needed", await Run(2, "calibrate", gallery, folder["sparse.csv"], "--fmr", "0.05"));
        Assert.Equal(["even", "odd"], groups.EnumerateArray().Select(group => group.GetProperty("name").GetString()));

        string Groups(string prefix)
        {
            File.WriteAllLines(folder["groups.csv"], ["name,group", .. Enumerable.Range(0, 60).Select(i => $"{prefix}{i},{(i % 2 == 0 ? "even" : "odd")}")]);
            return folder["groups.csv"];
        }

        static int Number(JsonElement answer, string name) => answer.GetProperty("calibration").GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Moving_to_another_network_names_the_photographs_that_are_needed()
    {
        using var folder = new TestFolder();
        var gallery = Made(folder);
        var answer = await Run(2, "reembed", gallery, "--out", folder["new.faces"], "--json");
        var report = JsonDocument.Parse(answer).RootElement.GetProperty("report");
        Assert.False(report.GetProperty("isWritten").GetBoolean());
        Assert.Equal(["Ann", "Ann", "Bob", "Bob", "Cy", "Cy"],
            report.GetProperty("missing").EnumerateArray().Select(one => one.GetProperty("person").GetString()));
        Assert.Contains("6 photographs are needed, and nothing was written", await Run(2, "reembed", gallery, "--out", folder["new.faces"]));
        Assert.False(File.Exists(folder["new.faces"]));
        Assert.Contains("is there already", await Run(2, "reembed", gallery, "--out", gallery));
        Assert.Contains("no folder", await Run(2, "reembed", gallery, "--out", folder["new.faces"], "--photos", folder["nothing"]));
    }

    [Fact]
    public async Task Groups_of_nobody_are_said_before_photographs_are_described()
    {
        using var folder = new TestFolder();
        var gallery = Made(folder); // of a contract that no photograph has here
        File.WriteAllLines(folder["groups.csv"], ["name,group", "Dan,a"]);
        foreach (var person in new[] { "people/Ann", "people/Bob", "parts/gallery/Ann", "parts/probe/Ann", "parts/unknown/Bob" })
        {
            Directory.CreateDirectory(folder[person]);
            File.WriteAllText(folder[$"{person}/{Path.GetFileName(person)}_0001.jpg"], person);
        }
        File.WriteAllText(folder["pairs.txt"], "2\t1\n" + string.Concat(Enumerable.Repeat("Ann\t1\t1\nAnn\t1\tBob\t1\n", 2)));
        foreach (var data in new[] { "people", "parts", "pairs.txt" })
            Assert.Contains("Nobody of the groups", await Run(2, "calibrate", gallery, folder[data], "--images", folder["people"], "--groups",
                folder["groups.csv"]));
        Assert.Contains("holds descriptors of synthetic", await Run(2, "calibrate", gallery, folder["people"]));
    }

    [Fact]
    public void A_folder_without_a_photograph_is_said_and_two_ways_to_write_a_name_are_one_person()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "Zoe\u0308", "Zo\u00eb" })
        {
            Directory.CreateDirectory(folder[$"people/{name}"]);
            File.WriteAllText(folder[$"people/{name}/{name.Length}.jpg"], "");
        }
        Directory.CreateDirectory(folder["people/Bob"]);
        var said = new StringWriter();
        var person = Assert.Single(PeopleFolder.Read(folder["people"], new Terminal(new StringWriter(), said)));
        Assert.Equal(("Zo\u00eb", 2), (person.Name, person.Files.Count));
        Assert.Contains("no photograph of 'Bob'", said.ToString());
    }

    [Fact]
    public async Task Groups_take_the_threshold_of_a_gallery_whose_keys_are_elsewhere()
    {
        using var folder = new TestFolder();
        var photo = Repository.At("samples", "photos", "tool", "hammer1.jpg");
        Assert.Contains("say with --gallery of which", await Run(2, "cluster", photo, "--min-face", "0.3", "--key-file", folder["elsewhere.key"]));
        var answer = await Run(2, "cluster", photo, "--min-face", "0.3", "--gallery", Made(folder), "--key-file", folder["elsewhere.key"]);
        Assert.Contains("elsewhere.key' is not there", answer);
    }

    [Fact]
    public async Task Groups_are_named_on_a_page_that_loads_nothing_and_runs_its_own_script_alone()
    {
        using var folder = new TestFolder();
        File.Copy(Repository.At("samples", "photos", "tool", "hammer1.jpg"), folder["a<b>&\"c.jpg"]);
        List<(ClusteredDto, ShownFace?)> faces = [];
        using (var photograph = Photograph.Read(folder["a<b>&\"c.jpg"]))
        {
            var image = photograph.Decode(Graft.Imaging.DecodeOptions.Default);
            File.WriteAllText(photograph.File, "another file since");
            faces.AddRange(new ClusteredDto[]
            {
                new(photograph.File, [10, 10, 50, 60], 1, null),
                new(photograph.File, [-20, 30, 50, 60], 1, null),
                new(photograph.File, [90, 10, 40, 40], null, null),
            }.Select(face => (face, (ShownFace?)GroupPage.Shown(photograph, image, face.Box))));
            faces.Add((new(photograph.File, [1, 1, 5, 5], null, "eye distance is 2, 20 is the limit"), null));
        }
        GroupPage.Write(folder["g.html"], faces, "faces nearer than 0.6 are taken for one person: a guess");
        var page = File.ReadAllText(folder["g.html"]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["g.html"]));
        Assert.Equal((2, 3), (page.Split("<section class=\"card\" data-group>").Length - 1, page.Split("<img ").Length - 1));
        Assert.Contains("1 face is too poor", page);
        Assert.DoesNotContain("<b>", page);
        var script = page[(page.IndexOf("<script>", StringComparison.Ordinal) + 8)..page.IndexOf("</script>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"script-src 'sha256-{hash}'", page);
        Assert.Contains("default-src 'none'", page);

        // What the script saves is made of the values of the boxes that are ticked.
        var value = System.Net.WebUtility.HtmlDecode(page.Split("checked value=\"")[1].Split('"')[0]);
        File.WriteAllText(folder["people.json"], $$"""{"format": "graft-people", "people": [{"name": " Zoe\u0308 ", "faces": [{{value}}]}]}""");
        var person = Assert.Single(PeopleFile.Read(folder["people.json"], new Terminal(new StringWriter(), new StringWriter())));
        Assert.Equal("Zo\u00eb", person.Name);
        Assert.Equal(folder["a<b>&\"c.jpg"], Assert.Single(person.Files));
        Assert.Equal(new Graft.Imaging.Box(10, 10, 60, 70), person.Faces[person.Files[0]].Box);
        Assert.Equal(Graft.Networks.FileHash.Sha256(Repository.At("samples", "photos", "tool", "hammer1.jpg")), person.Faces[person.Files[0]].Hash);
        Assert.Contains("either from a folder or from --from", await Run(2, "enroll", folder["new.faces"]));
        Assert.Contains("either from a folder or from --from", await Run(2, "enroll", folder["new.faces"], folder.Root, "--from", folder["people.json"]));
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "does not hold names of faces")]
    [InlineData("""{"format": "graft-people", "people": []}""", "names nobody")]
    [InlineData("""{"format": "graft-people", "people": [{"faces": []}]}""", "person 1 has no name")]
    [InlineData("""{"format": "graft-people", "people": [{"name": "Ann", "faces": [{"image": "a.jpg", "box": [1, 2, 3]}]}]}""", "face 1 of 'Ann' lacks")]
    public async Task Names_that_cannot_be_used_are_refused_and_nothing_is_made(string text, string says)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["people.json"], text);
        Assert.Contains(says, await Run(2, "enroll", folder["new.faces"], "--from", folder["people.json"]));
        Assert.False(File.Exists(folder["new.faces"]));
    }

    private static IEnumerable<string> Scores(int people)
    {
        var random = new SeededRandom(3);
        yield return "first,second,distance";
        for (var i = 0; i < people; i++)
            for (var j = 0; j <= i; j++)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"p{i},p{j},{(i == j ? 0.35 + 0.05 * random.Normal() : 1.2 + 0.2 * random.Normal()):0.0000}");
    }

    private static string Made(TestFolder folder)
    {
        using var gallery = FaceGallery.Create(folder["staff.faces"], Contract);
        foreach (var (at, name) in new[] { "Ann", "Bob", "Cy" }.Index())
            gallery.Enroll(name, [.. Enumerable.Range(0, 2).Select(face => new FaceSample(Face(at, face), $"{10 * at + face:x64}"))], "the door");
        return folder["staff.faces"];
    }

    private static string Other(TestFolder folder)
    {
        using var gallery = FaceGallery.Create(folder["other.faces"], Contract);
        return folder["other.faces.key"];
    }

    private static FaceContract Contract { get; } = new("synthetic", new string('a', 64), new string('b', 64), "dlib150", "euclidean", 16);

    private static float[] Face(int person, int number)
    {
        var random = new SeededRandom((ulong)person);
        return [.. Enumerable.Range(0, 16).Select(i => (float)random.Normal() + (i == number ? 0.1f : 0))];
    }

    // What is said, on both streams.
    private static async Task<string> Run(int expected, params string[] arguments)
    {
        var (output, messages) = (new StringWriter(), new StringWriter());
        var exitCode = await CommandLine.Run(["faces", .. arguments], new Terminal(output, messages));
        Assert.True(exitCode == expected, $"{exitCode}: {output}{messages}");
        return arguments.Contains("--json") ? output.ToString() : $"{output}{messages}";
    }
}
