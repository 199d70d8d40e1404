using Graft.Tests;

namespace Graft.Core.Tests;

public sealed class TextFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_that_leads_nowhere_or_in_a_circle_is_refused_by_name()
    {
        File.CreateSymbolicLink(_folder["one"], _folder["two"]);
        File.CreateSymbolicLink(_folder["two"], _folder["one"]);
        File.CreateSymbolicLink(_folder["nowhere"], _folder["gone"]);
        foreach (var name in new[] { "one", "nowhere" })
            Assert.Contains(name, Assert.Throws<GraftException>(() => TextFile.Lines(_folder[name])).Message);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Lines_are_read_from_utf8_and_from_utf16_with_its_mark(string encoding)
    {
        File.WriteAllText(_folder["a.txt"], "ant\r\ncaf\u00E9\n", System.Text.Encoding.GetEncoding(encoding));
        Assert.Equal(["ant", "caf\u00E9"], TextFile.Lines(_folder["a.txt"]));
    }

    [Fact]
    public void Letters_of_another_encoding_are_refused_with_their_line()
    {
        File.WriteAllBytes(_folder["a.txt"], [(byte)'a', (byte)'\n', (byte)'c', 0xE9]);
        Assert.Contains("line 2", Assert.Throws<GraftException>(() => TextFile.Lines(_folder["a.txt"])).Message);
    }
}
