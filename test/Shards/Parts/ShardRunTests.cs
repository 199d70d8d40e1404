using Graft.Imaging;

namespace Graft.Shards.Tests;

public sealed class ShardRunTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _asked = [];

    public ShardRunTests() => Names(10);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_start_writes_what_is_missing_and_nothing_else()
    {
        Assert.Equal(4, Run(4).Written.Count);
        var before = Directory.GetFiles(_folder["out"]).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        _asked.Clear();
        var second = Run(4);
        Assert.Equal((0, 4), (second.Written.Count, second.There.Count));
        Assert.Empty(_asked);
        File.Delete(_folder["out/part-00002-of-00004.parquet"]);
        Assert.Equal([2], Run(4).Written.Select(part => part.Shard));
        Assert.Equal(["5.jpg", "6.jpg"], _asked.Order());
        Assert.All(before.Where(file => !file.Key.Contains("00002")), file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
        Assert.Equal(10, (await PartRows.Of(_folder["out"])).Count);
    }

    [Fact]
    public void More_stretches_than_images_leave_some_parts_without_rows()
    {
        Assert.Equal(16, Run(16).Written.Count);
        Assert.Equal(10, ShardFolder.Read(Place).Done.Sum(part => part.Rows));
        Assert.Empty(ShardFolder.Read(Place).Missing);
    }

    [Theory]
    [InlineData("model", "the model (m aaaaaaaa, m bbbbbbbb)")]
    [InlineData("list", "the list (10 entries, 11 entries)")]
    [InlineData("shards", "the number of shards (4, 5)")]
    public void Parts_of_something_else_are_refused_before_the_work(string what, string expected)
    {
        Run(4, chosen: 1);
        _asked.Clear();
        if (what == "list") Names(11);
        var error = Assert.Throws<GraftException>(() => Run(what == "shards" ? 5 : 4, what == "model" ? "bbbbbbbbbb" : "aaaaaaaaaa", 3));
        Assert.Contains(expected, error.Message);
        Assert.Empty(_asked);
    }

    [Fact]
    public void A_mixture_is_refused_by_name()
    {
        Run(4, chosen: 1);
        Directory.Move(_folder["out"], _folder["other"]);
        Run(4, "bbbbbbbbbb", 2);
        File.Copy(_folder["other/part-00001-of-00004.parquet"], _folder["out/part-00001-of-00004.parquet"]);
        var error = Assert.Throws<GraftException>(() => ShardFolder.Read(Place));
        Assert.Contains("is a mixture: part-00001-of-00004.parquet and part-00002-of-00004.parquet", error.Message);
    }

    [Fact]
    public void A_part_that_is_not_whole_counts_as_missing_and_is_written_anew()
    {
        Run(2);
        var part = _folder["out/part-00001-of-00002.parquet"];
        var whole = File.ReadAllBytes(part);
        File.WriteAllBytes(part, whole[..(whole.Length / 2)]);
        var folder = ShardFolder.Read(Place);
        Assert.Equal([1], folder.Missing);
        Assert.Equal(["part-00001-of-00002.parquet"], folder.Broken);
        Run(2, chosen: 1);
        Assert.Equal(whole, File.ReadAllBytes(part));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_file_of_somebody_else_is_not_replaced(bool isParquet)
    {
        Run(1);
        var part = _folder["out/part-00000-of-00001.parquet"];
        var bytes = File.ReadAllBytes(part);
        // Another key in its metadata: Parquet as any program writes it.
        var at = bytes.AsSpan().LastIndexOf("graft.part"u8);
        if (isParquet) bytes[at] = (byte)'k';
        else bytes = [.. "mine"u8];
        File.WriteAllBytes(part, bytes);
        Assert.Contains("is not a part that Graft wrote", Assert.Throws<GraftException>(() => Run(1)).Message);
        Assert.Equal(bytes, File.ReadAllBytes(part));
    }

    [Fact]
    public void What_ends_half_way_leaves_no_part()
    {
        Assert.Throws<OperationCanceledException>(() => Run(2, failing: "7.jpg"));
        Assert.Equal(["part-00000-of-00002.parquet"], Directory.GetFiles(_folder["out"]).Select(Path.GetFileName));
        Assert.Equal([1], ShardFolder.Read(Place).Missing);
    }

    [Fact]
    public void What_a_process_that_was_killed_left_behind_is_told_and_goes_with_the_next_run()
    {
        Run(2, chosen: 0);
        File.WriteAllText(_folder["out/part-00001-of-00002.parquet.1f-1.tmp"], "half");
        Assert.Single(ShardFolder.Read(Place).Unfinished);
        Run(2);
        Assert.Equal(2, Directory.GetFiles(_folder["out"]).Length);
    }

    [Fact]
    public async Task One_stretch_written_by_many_at_once_is_one_whole_part()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new ShardRun<Answer>(new Work("aaaaaaaaaa", [], null), List, Place)
            .Run(1, [0], new ShardWatch(), CancellationToken.None))));
        Assert.Single(Directory.GetFiles(_folder["out"]));
        Assert.Equal(10, (await PartRows.Of(_folder["out"])).Distinct().Count());
    }

    [Fact]
    public void A_folder_that_is_a_file_and_an_empty_list_are_refused()
    {
        Assert.Contains("is a file", Assert.Throws<GraftException>(() => PartPlace.Of(_folder["list.txt"])).Message);
        Names(0);
        Assert.Contains("names no image", Assert.Throws<GraftException>(() => Run(1)).Message);
    }

    private ImageList List => ImageList.Of(_folder["list.txt"]);

    private PartPlace Place => PartPlace.Of(_folder["out"]);

    private void Names(int count)
    {
        File.WriteAllText(_folder["list.txt"], string.Concat(Enumerable.Range(0, count).Select(number => $"{number}.jpg\n")));
        for (var number = 0; number < count; number++) File.WriteAllText(_folder[$"{number}.jpg"], $"{number}");
    }

    private ShardResult Run(int shards, string hash = "aaaaaaaaaa", int? chosen = null, string? failing = null) =>
        new ShardRun<Answer>(new Work(hash, _asked, failing), List, Place)
            .Run(shards, chosen is { } one ? [one] : [.. Enumerable.Range(0, shards)], new ShardWatch(), TestContext.Current.CancellationToken);

    private sealed record Answer(string Name, ImageException? Failure, int Length);

    private sealed class Work(string hash, List<string> asked, string? failing) : ShardWork<Answer>
    {
        public override PartJob Job =>
            new() { Task = "classify", Model = "m", ModelHash = hash, PreprocessHash = "", Settings = "", ListHash = "", Items = 0, Shards = 0 };

        public override PartTable<Answer> Table() =>
            new PartTable<Answer>(answer => answer.Name, answer => answer.Failure).Number<int>("length", answer => answer.Length);

        public override IEnumerable<Answer> Answer(IEnumerable<ReadImage> images)
        {
            foreach (var image in images)
            {
                if (image.Name == failing) throw new OperationCanceledException();
                asked.Add(image.Name);
                yield return new Answer(image.Name, image.Failure, image.Bytes.Length);
            }
        }
    }
}
