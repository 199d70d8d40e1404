using System.Diagnostics;
using Graft.Tests;

namespace Graft.Core.Tests;

public sealed class FileContentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pipe_is_not_opened_neither_behind_a_link()
    {
        if (OperatingSystem.IsWindows()) return;
        using (var process = Process.Start("mkfifo", _folder["pipe"])) process.WaitForExit();
        File.CreateSymbolicLink(_folder["link"], _folder["pipe"]);
        foreach (var name in new[] { "pipe", "link" })
        {
            Assert.False(FileContent.IsThere(_folder[name]));
            Assert.Empty(FileContent.Bytes(_folder[name]));
        }
    }

    [Fact]
    public void A_link_that_leads_in_a_circle_or_nowhere_is_a_failure_of_files()
    {
        File.CreateSymbolicLink(_folder["one"], _folder["two"]);
        File.CreateSymbolicLink(_folder["two"], _folder["one"]);
        File.CreateSymbolicLink(_folder["nowhere"], _folder["gone"]);
        foreach (var name in new[] { "one", "nowhere" })
        {
            Assert.False(FileContent.IsThere(_folder[name]));
            Assert.True(FileContent.IsOfFiles(Assert.ThrowsAny<Exception>(() => FileContent.Bytes(_folder[name]))));
        }
    }

    [Fact]
    public void Why_a_file_cannot_be_read_is_said_without_its_path()
    {
        string Why(string name) => FileContent.WhyNot(Assert.ThrowsAny<Exception>(() => FileContent.Bytes(_folder[name])));
        Assert.Equal("there is no such file", Why("gone.jpg"));
        Assert.Equal("there is no such file", Why("gone/a.jpg"));
        Assert.Equal("its permissions do not allow it", FileContent.WhyNot(new UnauthorizedAccessException(_folder["a"])));
        Assert.Contains("cannot be read: there is no such file. Check", FileContent.Unreadable("a", new FileNotFoundException("Could not find")).Message);
    }

    [Fact]
    public void A_link_to_a_file_is_read_as_the_file()
    {
        File.WriteAllText(_folder["a.txt"], "ant\nbee\n");
        File.CreateSymbolicLink(_folder["b.txt"], _folder["a.txt"]);
        Assert.Equal("ant\nbee\n"u8.ToArray(), FileContent.Bytes(_folder["b.txt"]));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'c', (byte)'a', (byte)'f', 0xE9, (byte)'\n' }, "line 2: 'caf\u00E9' is not UTF-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a', 0 }, "UTF-16")]
    public void What_is_not_utf8_is_refused_with_the_line(byte[] bytes, string message) =>
        Assert.Contains(message, Assert.Throws<GraftException>(() => FileContent.RequireText("a.txt", bytes)).Message);
}
