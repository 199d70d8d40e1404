namespace Graft.Core.Tests;

public class KeptFileTests
{
    [Fact]
    public void What_was_kept_is_read_and_what_cannot_be_read_or_written_is_nothing()
    {
        using var folder = new TestFolder();
        var file = new KeptFile<Dictionary<string, double>>(() => folder["a/b.json"], Json.TypeOf<Dictionary<string, double>>());
        Assert.Null(file.Read());
        file.Keep(new() { ["ratio"] = 1.5 });
        Assert.Equal(1.5, file.Read()!["ratio"]);
        File.WriteAllText(folder["a/b.json"], "{");
        Assert.Null(file.Read());
        var nowhere = new KeptFile<Dictionary<string, double>>(() => folder["a/b.json/c.json"], Json.TypeOf<Dictionary<string, double>>());
        nowhere.Keep([]); // a file is in the way
        Assert.Null(nowhere.Read());
    }

    [Fact]
    public void Another_key_is_another_name() =>
        Assert.Equal(3, new[] { KeptFile.NameOf("a", "b"), KeptFile.NameOf("a"), KeptFile.NameOf("b", "a") }.Distinct().Count());
}
