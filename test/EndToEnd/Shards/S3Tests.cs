using System.Formats.Tar;
using System.Text.Json;
using Graft.Shards;

namespace Graft.EndToEnd.Tests;

/// <summary>Lists, tars, images and parts in an object store, by a small server of this machine.</summary>
public sealed class S3Tests : IDisposable
{
    private const int Images = 30;
    private readonly TestFolder _folder = new();
    private readonly S3Server _server = S3Server.Start();

    public S3Tests()
    {
        TinyModels.Write("classify", _folder["model.onnx"]);
        Directory.CreateDirectory(_folder["images"]);
        for (var number = 0; number < Images; number++)
            File.WriteAllBytes(_folder[$"images/{number:000} ü.jpg"], TinyModels.Jpeg(60 + number, 50, (ulong)number));
        File.WriteAllText(_folder["images/broken.png"], "no image");
        using var tar = new TarWriter(File.Create(_folder["a.tar"]));
        foreach (var file in Files) tar.WriteEntry(file, Path.GetFileName(file));
        File.WriteAllText(_folder["list.txt"], string.Concat(Files.Select(file => $"all/{Path.GetFileName(file)}\n")) + "all/gone.jpg\n");
    }

    private IEnumerable<string> Files => Directory.GetFiles(_folder["images"]).Order(StringComparer.Ordinal);

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Images_lists_and_tars_are_read_there_and_parts_are_written_there()
    {
        await Upload();
        await Succeed("predict", "model.onnx", "images", "--out", "here");
        var expected = Answers(await PartRows.Of(_folder["here"]), "images/");
        foreach (var (source, place, shards) in new[] { ("s3://photos/all/", "s3://photos/all/", "3"), ("s3://photos/a.tar", "s3://photos/a.tar/", "1") })
        {
            var address = $"s3://photos/answers/{shards}/";
            await Succeed("predict", "model.onnx", source, "--shards", shards, "--out", address);
            Assert.Equal(expected, Answers(await Rows(address), place));
            var again = JsonDocument.Parse((await Succeed("predict", "model.onnx", source, "--shards", shards, "--out", address, "--json")).Output).RootElement;
            Assert.Equal((0, int.Parse(shards)), (again.GetProperty("written").GetArrayLength(), again.GetProperty("there").GetArrayLength()));
            var done = await Succeed("shards", address);
            Assert.Contains($"{shards} of {shards} parts, {Images + 1} images", done.Output);
            Assert.Contains("broken.png' is not an image", done.Output);
        }
        await Succeed("predict", "model.onnx", "s3://photos/list.txt", "--out", "listed");
        var rows = await PartRows.Of(_folder["listed"]);
        Assert.Equal(expected, Answers(rows.SkipLast(1), "all/"));
        Assert.Contains("'all/gone.jpg' does not exist", rows[^1]);
        var refused = await Run("predict", "model.onnx", "images", "--shards", "3", "--out", "s3://photos/answers/3/");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("differs from this in the list", refused.Error);
    }

    [Fact]
    public async Task A_store_that_is_gone_makes_no_rows_of_images_that_failed()
    {
        await Upload();
        File.WriteAllText(_folder["far.txt"], string.Concat(Files.Select(file => $"s3://photos/all/{Path.GetFileName(file)}\n")));
        _server.Stop();
        var outcome = await Run("predict", "model.onnx", "far.txt", "--out", "answers");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("could not be reached", outcome.Error);
        Assert.Empty(Directory.Exists(_folder["answers"]) ? Directory.GetFiles(_folder["answers"]) : []);
    }

    [Theory]
    [InlineData("s3://photos/nothing/", "There is no image below")]
    [InlineData("s3://nowhere/", "There is no bucket for")]
    [InlineData("s3:///a", "names no bucket")]
    public async Task What_leads_to_nothing_is_refused(string source, string expected)
    {
        var outcome = await Run("predict", "model.onnx", source, "--out", "answers");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error);
    }

    private static IEnumerable<string> Answers(IEnumerable<string> rows, string place) =>
        rows.Select(row => row.Replace(place, "")).Order(StringComparer.Ordinal);

    private async Task<IReadOnlyList<string>> Rows(string address)
    {
        Use();
        var place = PartPlace.Of(address);
        var copies = Directory.CreateDirectory(_folder[$"copies {address.Replace('/', '_')}"]).FullName;
        foreach (var part in place.Parts())
        {
            using var from = place.Open(part)!;
            using var to = File.Create(Path.Combine(copies, part));
            await from.CopyToAsync(to, TestContext.Current.CancellationToken);
        }
        return await PartRows.Of(copies);
    }

    private Task Upload()
    {
        Use();
        var store = ObjectStore.Of("s3://photos/");
        foreach (var file in Files) store.Write($"s3://photos/all/{Path.GetFileName(file)}", file);
        store.Write("s3://photos/a.tar", _folder["a.tar"]);
        store.Write("s3://photos/list.txt", _folder["list.txt"]);
        return Task.CompletedTask;
    }

    private void Use()
    {
        foreach (var (name, value) in _server.Environment) Environment.SetEnvironmentVariable(name, value);
        ObjectStore.Forget();
    }

    private async Task<Outcome> Succeed(params string[] arguments)
    {
        var outcome = await Run(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome;
    }

    private Task<Outcome> Run(params string[] arguments) => CommandLineProcess.Run(_folder.Root, arguments, _server.Environment);
}
