using Graft.Data;

namespace Graft.Tests.Auditing;

public sealed class AuditTableTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Suggestions_are_taken_and_nothing_else_changes()
    {
        var dataset = Dataset();
        AuditTable.Write(_folder["audit.csv"],
        [
            new(dataset.Samples[0], "cat", AuditKind.Label, "dog", "looks like dog", 0.9),
            new(dataset.Samples[1], "cat", AuditKind.MaybeLabel, null, "may be dog", 0.6),
            new(dataset.Samples[3], "dog", AuditKind.Copy, AuditTable.Remove, "identical to \"x\", which is cat", null),
        ]);
        var (corrected, relabelled, removed) = AuditTable.Apply(_folder["audit.csv"], dataset);
        Assert.Equal((1, 1), (relabelled, removed));
        Assert.Equal(["cat/a, b.jpg dog", "cat/c.jpg cat", "dog/d.jpg dog"], corrected.Samples.Select(sample => $"{sample.Name} {corrected.ClassOf(sample)}"));
        Assert.Equal(dataset.Samples[0].Split, corrected.Samples[0].Split);
    }

    [Theory]
    [InlineData("file;label;suggestion\ncat/c.jpg;cat;dog\n", 1)]
    [InlineData("suggestion,file,label\ndog,cat/c.jpg,cat\n", 1)]
    [InlineData("\uFEFFfile,label,suggestion\r\n\"cat/a, b.jpg\",cat, dog \r\n", 1)]
    [InlineData("file,label,suggestion\ncat/c.jpg,cat,\n", 0)]
    public void Spreadsheets_write_it_in_several_ways(string text, int relabelled)
    {
        File.WriteAllText(_folder["audit.csv"], text);
        Assert.Equal(relabelled, AuditTable.Apply(_folder["audit.csv"], Dataset()).Relabelled);
    }

    [Theory]
    [InlineData("cat/none.jpg,cat,dog", "no image 'cat/none.jpg'")]
    [InlineData("cat/c.jpg,cat,dgo", "'dog' is one.")]
    [InlineData("cat/c.jpg,dog,dog", "is labelled cat now, not dog")]
    [InlineData("cat/c.jpg,cat,dog\ncat/c.jpg,cat,remove", "two different suggestions")]
    public void What_cannot_be_taken_is_named_with_its_line(string lines, string message)
    {
        File.WriteAllText(_folder["audit.csv"], $"file,label,suggestion\n{lines}\n");
        var failure = Assert.Throws<ProblemsException>(() => AuditTable.Apply(_folder["audit.csv"], Dataset()));
        Assert.Contains(message, Assert.Single(failure.Problems).ToString());
    }

    [Fact]
    public void Something_must_be_left()
    {
        File.WriteAllText(_folder["audit.csv"],
            "File,Label,Suggestion\n\"cat/a, b.jpg\",cat,remove\ncat/c.jpg,cat,remove\ndog/d.jpg,dog,remove\ndog/e.jpg,dog,remove\n");
        Assert.Contains("removes every image", Assert.Throws<GraftException>(() => AuditTable.Apply(_folder["audit.csv"], Dataset())).Message);
    }

    [Fact]
    public void A_table_of_something_else_is_refused()
    {
        File.WriteAllText(_folder["audit.csv"], "file,label\ncat/c.jpg,cat\n");
        Assert.Contains("no column suggestion", Assert.Throws<GraftException>(() => AuditTable.Apply(_folder["audit.csv"], Dataset())).Message);
    }

    private ImageDataset Dataset() => new(_folder.Root, ["cat", "dog"],
    [
        new(_folder["cat/a, b.jpg"], "cat/a, b.jpg", 0, null, "val"), new(_folder["cat/c.jpg"], "cat/c.jpg", 0, null, "train"),
        new(_folder["dog/d.jpg"], "dog/d.jpg", 1, null, "train"), new(_folder["dog/e.jpg"], "dog/e.jpg", 1, null, "train"),
    ]);
}
