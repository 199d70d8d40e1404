namespace Graft;

/// <summary>Reads small text files that hold names: bytes that are not text are refused, since two names could become one.</summary>
internal static class TextFile
{
    /// <summary>The lines of a file in UTF-8, or UTF-16 with its mark.</summary>
    /// <exception cref="GraftException">The file is not such text, or cannot be read.</exception>
    public static IReadOnlyList<string> Lines(string path)
    {
        var lines = All(path).ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines; // a line's end begins no other line
    }

    /// <summary>The whole text.</summary>
    /// <exception cref="GraftException">As for <see cref="Lines"/>.</exception>
    public static string All(string path)
    {
        try
        {
            var bytes = FileContent.Bytes(path);
            if (!IsUtf16(bytes)) FileContent.RequireText(path, bytes);
            using var reader = new StreamReader(new MemoryStream(bytes), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (Exception fault) when (FileContent.IsOfFiles(fault))
        {
            throw FileContent.Unreadable(path, fault);
        }
    }

    /// <summary>The first line that is not empty, of the first kilobytes; null where there is none. Bytes that are not text are passed over.</summary>
    public static string? FirstLine(string path) =>
        Beginning(path).Split('\n').Select(line => line.Trim('\uFEFF', ' ', '\t', '\r')).FirstOrDefault(line => line.Length > 0);

    /// <summary>Whether some words stand near the beginning.</summary>
    public static bool Begins(string path, string words) => Beginning(path).Contains(words, StringComparison.Ordinal);

    private static string Beginning(string path)
    {
        using var reader = new StreamReader(FileContent.Open(path));
        var buffer = new char[4096];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }

    // By its mark, which editors and shells of Windows write.
    private static bool IsUtf16(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
}
