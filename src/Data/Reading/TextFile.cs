using System.Text;
using System.Text.Unicode;

namespace Graft.Data;

/// <summary>Reads small text files that hold names: bytes that are not text are refused, since two names could become one.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines of a file in UTF-8, or UTF-16 with its mark.</summary>
    /// <exception cref="GraftException">The file is not such text, or cannot be read.</exception>
    public static IReadOnlyList<string> Lines(string path) => [.. All(path).ReplaceLineEndings("\n").Split('\n')];

    /// <summary>The whole text.</summary>
    /// <exception cref="GraftException">As for <see cref="Lines"/>.</exception>
    public static string All(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Strict, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw NotText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{path}' cannot be read: {fault.Message}", cure: "Check its permissions.", inner: fault);
        }
    }

    /// <summary>Refuses a file that is not UTF-8, for those that another library reads.</summary>
    /// <exception cref="GraftException">It is not.</exception>
    public static void RequireUtf8(string path)
    {
        if (!Utf8.IsValid(File.ReadAllBytes(path))) throw NotText(path);
    }

    /// <summary>The first line that is not empty, of the first kilobytes; null where there is none. Bytes that are not text are passed over.</summary>
    public static string? FirstLine(string path) =>
        Beginning(path).Split('\n').Select(line => line.Trim('\uFEFF', ' ', '\t', '\r')).FirstOrDefault(line => line.Length > 0);

    /// <summary>Whether some words stand near the beginning.</summary>
    public static bool Begins(string path, string words) => Beginning(path).Contains(words, StringComparison.Ordinal);

    private static string Beginning(string path)
    {
        using var reader = new StreamReader(path);
        var buffer = new char[4096];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }

    private static GraftException NotText(string path) => new($"'{path}' is not text in UTF-8.",
        "Names with letters beyond English would be read wrongly, and two could become one.", "Save the file as UTF-8.");
}
