using System.Security.Cryptography;
using Graft.Cli;
using Graft.Data;

namespace Graft.EndToEnd.Tests;

/// <summary>Where verbs write is looked at before their work, and nothing is left half written.</summary>
public class OutputTests
{
    [Theory]
    [InlineData("data split {0}/list.csv --out {0}/list.csv", "would be overwritten")]
    [InlineData("data split {0}/photos --out {0}/photos", "is a folder")]
    [InlineData("data split {0}/photos --out {0}/list.csv/split.csv", "is a file")]
    [InlineData("data split scenes --task detect --out {0}/list.csv", "is a file")]
    [InlineData("data split scenes --task segment --out {0}/photos", "is not empty")]
    [InlineData("data convert scenes --to yolo --out {0}/list.csv/new", "is a file")]
    [InlineData("data convert scenes --to yolo --out {0}/photos", "is not empty")]
    [InlineData("compare {0}/photos --out {0}/photos", "is not empty")]
    [InlineData("features {0}/photos --out {0}/folder.npy", "is a folder")]
    [InlineData("features {0}/photos --out {0}/list.csv/f.npy", "is a file")]
    [InlineData("features {0}/list.csv --out {0}/list.csv", "would be overwritten")]
    [InlineData("features {0}/photos --out {0}/list.csv/parts/", "is a file")]
    [InlineData("predict {0}/run {0}/photos --out {0}/list.csv", "is a file")]
    [InlineData("predict {0}/run {0}/photos --out {0}/list.csv/parts", "is a file")]
    [InlineData("export efficientnet_lite0 --out {0}/photos", "is a folder")]
    [InlineData("export efficientnet_lite0 --out {0}/run/mine.onnx", "is the folder of another run")]
    [InlineData("data split {0}/photos --out {0}/split.txt", "does not end in .csv")]
    [InlineData("export efficientnet_lite0 --out /dev/graft-has-no-such-device", "is a device or a pipe")]
    [InlineData("features {0}/photos --out /dev/graft-has-no-such-device.npy", "is a device or a pipe")]
    [InlineData("export {0}/run --precision fp16", "is a folder")]
    [InlineData("export {0}/run --precision int8", "is a folder")]
    [InlineData("demo --project {0}/list.csv", "is a file")]
    [InlineData("train {0}/photos --project {0}/list.csv/runs", "is a file")]
    [InlineData("predict {0}/list.csv {0}/photos --project {0}/list.csv", "is a file")]
    public async Task A_place_that_cannot_be_written_is_refused_before_the_work(string line, string message)
    {
        using var folder = Photos.TwoClasses(3);
        Directory.CreateDirectory(folder["folder.npy"]);
        foreach (var name in new[] { "model.fp16.onnx", "model.int8.onnx" }) Directory.CreateDirectory(folder[$"run/{name}"]);
        foreach (var name in new[] { "args.json", "model.onnx" }) File.WriteAllText(folder[$"run/{name}"], "{}");
        File.WriteAllLines(folder["list.csv"], Directory.GetFiles(folder["photos"], "*.jpg", SearchOption.AllDirectories)
            .Select(file => $"{file},{Path.GetFileName(Path.GetDirectoryName(file))}").Prepend("file,label"));
        var before = Content(folder);
        var (output, error) = (new StringWriter(), new StringWriter());
        var words = line.Split(' ').Select(word => word == "scenes" ? Repository.At("samples", "scenes") : string.Format(word, folder.Root));
        Assert.Equal(2, await CommandLine.Run([.. words], new Terminal(output, error)));
        Assert.Contains(message, error.ToString());
        Assert.DoesNotContain("examining", error.ToString());
        Assert.Empty(output.ToString());
        Assert.Equal(before, Content(folder));
    }

    [Theory]
    [InlineData("data split {0}/photos --out {0}/notes.csv", "--out")]
    [InlineData("features {0}/photos --out {0}/notes.csv", "--out")]
    [InlineData("data split {0}/photos --out {0}/own-split.csv", "--out")]
    [InlineData("data audit {0}/photos --out {0}/notes.csv", "--out")]
    [InlineData("data apply {0}/audit.csv {0}/photos --out {0}/notes.csv", "--out")]
    [InlineData("features {0}/photos --out {0}/own.npy", "--out")]
    [InlineData("features {0}/photos --out {0}/lone.npy", "--out")]
    [InlineData("features {0}/photos --out {0}/own.parquet", "--out")]
    [InlineData("export efficientnet_lite0 --out {0}/photo.jpg", "--out")]
    [InlineData("export efficientnet_lite0 --out {0}/other.onnx", "--out")]
    [InlineData("faces export {0}/staff.faces Ann --out {0}/notes.csv", "--out")]
    [InlineData("faces cluster {0}/photos --page {0}/notes.csv", "--page")]
    public async Task A_file_that_the_verb_does_not_write_is_not_replaced(string line, string flag)
    {
        using var folder = Photos.TwoClasses(3);
        File.Copy(Directory.GetFiles(folder["photos"], "*.jpg", SearchOption.AllDirectories)[0], folder["photo.jpg"]);
        File.WriteAllText(folder["notes.csv"], "file,label\nmine,too\n");
        File.WriteAllText(folder["own-split.csv"], "file,label,split\nphotos/mine.jpg,tool,train\n");
        File.WriteAllText(folder["lone.files.txt"], "mine\n");
        File.WriteAllBytes(folder["own.npy"], [0x93, .. "NUMPY"u8, 1, 0]);
        File.WriteAllBytes(folder["own.parquet"], [.. "PAR1"u8, 0, 0, 0, 0, .. "PAR1"u8]);
        File.WriteAllBytes(folder["other.onnx"], [8, 8, 0x12, 7, .. "pytorch"u8]);
        var before = Content(folder);
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, await CommandLine.Run([.. line.Split(' ').Select(word => string.Format(word, folder.Root))], new Terminal(output, error)));
        Assert.Contains($"and would be lost. Move it away, or choose another file with {flag}.", error.ToString());
        Assert.DoesNotContain("examining", error.ToString());
        Assert.Equal(before, Content(folder));
    }

    [Theory]
    [InlineData("features {0}/photos --out {0}/f.npy")]
    [InlineData("features {0}/photos --out {0}/f.csv")]
    [InlineData("features {0}/photos --out {0}/f.parquet")]
    [InlineData("export efficientnet_lite0 --out {0}/lite0.onnx")]
    public async Task What_the_verb_has_written_before_is_replaced_and_so_is_an_empty_file(string line)
    {
        using var folder = Photos.TwoClasses(3);
        string[] words = [.. line.Split(' ').Select(word => string.Format(word, folder.Root))];
        File.WriteAllText(words[^1], "");
        for (var times = 0; times < 2; times++)
        {
            Assert.Equal(0, await CommandLine.Run(words, new Terminal(TextWriter.Null, TextWriter.Null)));
            Assert.True(new FileInfo(words[^1]).Length > 0);
            File.SetLastWriteTimeUtc(words[^1], DateTime.UnixEpoch);
        }
        Assert.Equal(0, await CommandLine.Run(words, new Terminal(TextWriter.Null, TextWriter.Null)));
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(words[^1]));
    }

    [Fact]
    public void Documents_of_people_are_known_too()
    {
        using var folder = new TestFolder();
        GroupPage.Write(folder["groups.html"], [], "The threshold is its author's setting");
        OutputPlace.RequireFile(folder["groups.html"], "--page", OutputKind.Groups);
        Assert.Throws<GraftException>(() => OutputPlace.RequireFile(folder["groups.html"], "--out", OutputKind.Person));
        using var gallery = Graft.Faces.FaceGallery.Create(folder["g"], new("d", new string('a', 64), new string('b', 64), "five", "cosine", 4));
        gallery.Enroll("Ann", [new(new float[] { 1, 0, 0, 0 }, new string('c', 64))]);
        File.WriteAllText(folder["ann.json"], gallery.Export("Ann"));
        OutputPlace.RequireFile(folder["ann.json"], "--out", OutputKind.Person);
    }

    [Fact]
    public void An_evaluation_replaces_an_earlier_one_and_neither_a_run_nor_what_the_user_has()
    {
        using var folder = new TestFolder();
        OutputPlace.RequireReports(folder["new"], "--out");
        Directory.CreateDirectory(folder["val"]);
        File.WriteAllText(folder["val/notes.txt"], "mine");
        OutputPlace.RequireReports(folder["val"], "--out");
        File.WriteAllText(folder["val/predictions.csv"], "mine");
        Assert.Contains("has predictions.csv already, not of an evaluation, and would lose it. Choose another folder with --out.",
            Assert.Throws<GraftException>(() => OutputPlace.RequireReports(folder["val"], "--out")).Message);
        File.WriteAllText(folder["val/report.html"], "<!DOCTYPE html>\n<title>mine</title>");
        Assert.Throws<GraftException>(() => OutputPlace.RequireReports(folder["val"], "--out"));
        File.WriteAllText(folder["val/report.html"], new Graft.Reports.HtmlPage().Finish("photos"));
        OutputPlace.RequireReports(folder["val"], "--out");
        File.WriteAllText(folder["val/args.json"], "{}");
        Assert.Throws<GraftException>(() => OutputPlace.RequireReports(folder["val"], "--out"));
    }

    // A verb that writes somewhere else has a row in the tests above, or refuses folders that are not empty.
    [Fact]
    public void Every_verb_that_writes_where_it_is_told_is_known_here()
    {
        var written = HelpTests.AllVerbs.Select(row => row.Data).Where(verb => Verbs.Root(new Terminal(TextWriter.Null, TextWriter.Null)).Parse(verb)
            .CommandResult.Command.Options.Any(option => option.Name is "--out" or "--page")).Order(StringComparer.Ordinal);
        Assert.Equal([
            "compare", "data apply", "data audit", "data compose", "data convert", "data split", "explain", "export", "faces calibrate", "faces cluster",
            "faces export", "faces reembed", "features", "predict", "val",
        ], written);
    }

    [Fact]
    public void A_folder_is_written_whole_or_not_at_all()
    {
        using var folder = new TestFolder();
        foreach (var target in new[] { folder["new"], folder["empty"] })
        {
            if (target == folder["empty"]) Directory.CreateDirectory(target);
            Assert.Throws<InvalidOperationException>(() => WholeFolder.Write<int>(target, "--out", written =>
            {
                Directory.CreateDirectory(written);
                File.WriteAllText(Path.Combine(written, "half.txt"), "");
                throw new InvalidOperationException("broke off");
            }));
            Assert.False(Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any());
            Assert.Equal(7, WholeFolder.Write(target, "--out", written =>
            {
                Directory.CreateDirectory(Path.Combine(written, "below"));
                File.WriteAllText(Path.Combine(written, "below", "whole.txt"), "");
                File.WriteAllText(Path.Combine(written, "whole.txt"), "");
                return 7;
            }));
            Assert.Equal(["below", "whole.txt"], Directory.EnumerateFileSystemEntries(target).Select(entry => Path.GetFileName(entry)).Order());
        }
        Assert.Equal(["empty", "new"], Directory.EnumerateFileSystemEntries(folder.Root).Select(entry => Path.GetFileName(entry)).Order());
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_in_nobodys_way()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder[$"empty/{OutputPlace.TemporaryFolder()}/half"]);
        Assert.Equal(7, WholeFolder.Write(folder["empty"], "--out", written =>
        {
            Assert.False(Directory.Exists(written));
            Directory.CreateDirectory(written);
            File.WriteAllText(Path.Combine(written, "whole.txt"), "");
            return 7;
        }));
        Assert.True(File.Exists(folder["empty/whole.txt"]));
        File.WriteAllText(folder["empty/.graft-mine.tmp"], "");
        File.Delete(folder["empty/whole.txt"]);
        Assert.Contains("is not empty", Assert.Throws<GraftException>(() => OutputPlace.RequireFolder(folder["empty"], "--out", isNew: true)).Message);
    }

    [Fact]
    public async Task A_conversion_that_is_cancelled_leaves_nothing_and_the_next_one_goes_through()
    {
        using var folder = new TestFolder();
        string[] arguments = ["data", "convert", Repository.At("samples", "scenes"), "--to", "yolo", "--out", folder["yolo"]];
        using var source = new CancellationTokenSource();
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null);
        Assert.ThrowsAny<OperationCanceledException>(() => WholeFolder.Write(folder["yolo"], "--out", written =>
        {
            var dataset = ObjectReader.Read(Repository.At("samples", "scenes"));
            Directory.CreateDirectory(Path.Combine(written, "images"));
            source.Cancel();
            Directory.Delete(Path.Combine(written, "images"));
            return DatasetConversion.Write(dataset, DatasetFormat.Yolo, written, source.Token);
        }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
        Assert.Equal(0, await CommandLine.Run(arguments, terminal));
        Assert.Contains($"path: \"{folder["yolo"]}\"", File.ReadAllText(folder["yolo/data.yaml"]));
        Assert.Equal(36, ObjectReader.Read(folder["yolo"]).Samples.Count);
    }

    [Fact]
    public async Task Findings_of_a_conversion_name_the_folder_that_was_asked_for()
    {
        using var folder = new TestFolder();
        var error = new StringWriter();
        var target = folder["voc"];
        Assert.Equal(0, await CommandLine.Run(["data", "convert", Repository.At("samples", "scenes"), "--to", "voc", "--out", target],
            new Terminal(TextWriter.Null, error)));
        Assert.DoesNotContain(".tmp", error.ToString());
        Assert.Contains($"next: graft data inspect {target}", error.ToString());
        Assert.Equal(["voc"], Directory.EnumerateFileSystemEntries(folder.Root).Select(entry => Path.GetFileName(entry)));
    }

    [Theory]
    [InlineData("a/img1.jpg,b/img2.jpg", "img1,img2")]
    [InlineData("a/img1.jpg,b/img1.jpg,b/img1-2.jpg", "a/img1,b/img1,b/img1-2")]
    [InlineData("a/img1.jpg,a/img1.png", "img1.jpg,img1.png")]
    [InlineData("a/x/img1.jpg,a/y/IMG1.jpg", "x/img1,y/IMG1")]
    [InlineData("a/img1.jpg,a/img1.jpg", "img1,img1")]
    public void Files_that_are_saved_tell_images_of_one_name_apart(string files, string expected)
    {
        var names = new SavedNames(files.Split(','));
        Assert.Equal(expected.Split(','), files.Split(',').Select(file => names[file].Replace('\\', '/')));
    }

    private static List<string> Content(TestFolder folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(entry => File.Exists(entry) ? $"{entry} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry)))}" : entry)];
}
