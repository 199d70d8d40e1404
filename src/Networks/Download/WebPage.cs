using System.Text;

namespace Graft.Networks;

/// <summary>Tells a web page from a file that was asked for: a proxy or a hub that wants a login answers with one, and calls that success.</summary>
internal static class WebPage
{
    private const int Looked = 1024;

    /// <summary>Whether a file begins as a web page does.</summary>
    public static bool Is(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Looked];
        var read = file.ReadAtLeast(bytes, Looked, throwOnEndOfStream: false);
        var start = Encoding.UTF8.GetString(bytes, 0, read).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Deletes a file that is one: what an earlier download left must not stand in the way of the next.</summary>
    public static void Drop(string path)
    {
        if (File.Exists(path) && Is(path)) PartFile.Guarded(path, () => File.Delete(path));
    }
}
