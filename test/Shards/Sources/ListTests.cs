using System.Text;
using Graft.Data;
using Parquet;
using Parquet.Schema;

namespace Graft.Shards.Tests;

public sealed class ListTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_taken_in_the_order_of_every_other_verb()
    {
        string[] files = ["b.jpg", "a.PNG", "Ärger mit Räumen.jpg", "-rf.webp", "notes.txt", ".hidden.jpg", "z/c.webp", "z/000.tar", "a/d.gif",
            "__MACOSX/e.jpg"];
        foreach (var name in files) Touch(name);
        var names = ImageList.Of(_folder.Root).Items().Select(item => Path.GetRelativePath(_folder.Root, item.Name)).ToList();
        Assert.Equal(["-rf.webp", "a.PNG", "b.jpg", "Ärger mit Räumen.jpg", "a/d.gif", "z/000.tar", "z/c.webp"], names);
        var others = ImageFiles.In(_folder.Root).Select(path => Path.GetRelativePath(_folder.Root, path));
        Assert.Equal(others, names.Where(name => !name.EndsWith(".tar")));
    }

    [Fact]
    public void Names_of_a_large_folder_come_in_order_though_few_are_held()
    {
        List<string> names = [.. Enumerable.Range(0, 1000).Select(number => $"{number * 7919 % 1000:000}")];
        foreach (var held in new[] { 1, 3, 250, 999, 1000, 5000 })
            Assert.Equal(names.Order(StringComparer.Ordinal), NameOrder.Of(() => names, held));
        Assert.Empty(NameOrder.Of(() => []));
    }

    [Fact]
    public void Lines_may_end_as_on_windows_and_begin_with_a_mark()
    {
        File.WriteAllBytes(_folder["list.txt"], [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("a b.jpg\r\n\r\n-rf.png\r\nsub/Ü.jpg")]);
        var items = ImageList.Of(_folder["list.txt"]).Items().ToList();
        Assert.Equal(["a b.jpg", "-rf.png", "sub/Ü.jpg"], items.Select(item => item.Name));
        Assert.Equal(_folder["sub/Ü.jpg"], items[2].Address);
    }

    [Fact]
    public void A_list_in_another_encoding_is_refused()
    {
        File.WriteAllBytes(_folder["list.txt"], Encoding.Latin1.GetBytes("Ü.jpg\n"));
        Assert.Contains("not text in UTF-8", Assert.Throws<GraftException>(() => ImageList.Of(_folder["list.txt"]).Items().ToList()).Message);
    }

    [Theory]
    [InlineData("file,label\n\"a, b.jpg\",cat\nc.jpg,dog\n")]
    [InlineData("label;PATH\r\ncat;\"a, b.jpg\"\r\ndog;c.jpg\r\n")]
    [InlineData("\uFEFFimage\n\"a, b.jpg\"\nc.jpg")]
    public void A_column_of_a_table_is_taken(string text)
    {
        File.WriteAllText(_folder["list.csv"], text);
        Assert.Equal(["a, b.jpg", "c.jpg"], ImageList.Of(_folder["list.csv"]).Items().Select(item => item.Name));
    }

    [Theory]
    [InlineData("name,label\na.jpg,cat\n", "no column that names images; its columns are name, label")]
    [InlineData("file,label\na.jpg,cat\n\"b.jpg,dog\nc.jpg,cat\n", "line 3: the quotes do not match")]
    [InlineData("file,label\n,cat\n", "line 2: the column 'file' is empty")]
    public void A_table_that_is_wrong_is_refused_and_nothing_is_left_out(string text, string expected)
    {
        File.WriteAllText(_folder["list.csv"], text);
        Assert.Contains(expected, Assert.Throws<GraftException>(() => ImageList.Of(_folder["list.csv"]).Items().ToList()).Message);
    }

    [Fact]
    public async Task A_column_of_parquet_is_taken_group_by_group()
    {
        var (number, file) = (new DataField<int>("number"), new DataField<string>("File"));
        using (var stream = File.Create(_folder["list.parquet"]))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(number, file), stream);
            foreach (var names in new[] { new[] { "a.jpg", "b b.jpg" }, ["c.jpg"] })
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<int>(number, names.Select((_, at) => at).ToArray());
                await group.WriteAsync(file, names);
            }
        }
        Assert.Equal(["a.jpg", "b b.jpg", "c.jpg"], ImageList.Of(_folder["list.parquet"]).Items().Select(item => item.Name));
        File.WriteAllText(_folder["other.parquet"], "PAR1 not really PAR1");
        Assert.Contains("cannot be read as Parquet", Assert.Throws<GraftException>(() => ImageList.Of(_folder["other.parquet"]).Items().ToList()).Message);
    }

    [Fact]
    public void The_hash_of_a_list_is_of_its_names_in_their_order()
    {
        ListSummary Of(string text)
        {
            File.WriteAllText(_folder["list.txt"], text);
            return ImageList.Of(_folder["list.txt"]).Summarise(CancellationToken.None);
        }
        var one = Of("a.jpg\nb.jpg\n");
        Assert.Equal((2, 0, true), (one.Items, one.Tars, one.IsLocal));
        Assert.Equal(one, Of("a.jpg\r\n\r\nb.jpg"));
        Assert.NotEqual(one.Hash, Of("b.jpg\na.jpg\n").Hash);
        Assert.NotEqual(one.Hash, Of("a.jpgb.jpg\n").Hash);
        Assert.Equal((2, 1, false), Of("a.jpg\n000.tar\n") is var tars ? (tars.Items, tars.Tars, tars.IsLocal) : default);
    }

    [Fact]
    public void Sources_that_lead_to_nothing_are_all_named_at_once()
    {
        Directory.CreateDirectory(_folder["empty"]);
        var error = Assert.Throws<ProblemsException>(() => ImageList.Of("missing.jpg", "https://example.org/a.jpg", _folder["empty"], "none/*.png"));
        Assert.Equal(4, error.Problems.Count);
    }

    [Theory, InlineData(10, 3), InlineData(3, 10), InlineData(0, 4), InlineData(4_000_000_000_000, 999_983)]
    public void Stretches_cover_a_list_once(long items, int shards)
    {
        Assert.Equal(0, PartFacts.Start(items, shards, 0));
        Assert.Equal(items, PartFacts.Start(items, shards, shards));
        for (var shard = 0; shard < Math.Min(shards, 1000); shard++)
            Assert.InRange(PartFacts.Start(items, shards, shard + 1) - PartFacts.Start(items, shards, shard), items / shards, (items / shards) + 1);
    }

    private void Touch(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], "");
    }
}
