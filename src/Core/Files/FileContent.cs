using System.Text;
using System.Text.Unicode;

namespace Graft;

/// <summary>
/// Reads files that users name. What has no length is not opened: an empty file has nothing to read, and to open a pipe or a device may be to wait for
/// ever.
/// </summary>
internal static class FileContent
{
    /// <summary>Bytes of a file, behind links if there are any; 0 for pipes, sockets and devices.</summary>
    /// <exception cref="IOException">There is no such file, or it is a link that leads nowhere or in a circle.</exception>
    public static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? throw new IOException("it is a link that leads to no file");
        return file.Length;
    }

    /// <summary>True for a file that can be read without waiting and has something in it.</summary>
    public static bool IsThere(string path)
    {
        try
        {
            return File.Exists(path) && LengthOf(path) > 0;
        }
        catch (Exception failure) when (IsOfFiles(failure))
        {
            return false;
        }
    }

    /// <summary>Every byte.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Bytes(string path) => LengthOf(path) == 0 ? [] : File.ReadAllBytes(path);

    /// <summary>To read from the beginning; empty for what has no length.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Stream Open(string path) => LengthOf(path) == 0 ? new MemoryStream() : File.OpenRead(path);

    /// <summary>Refuses bytes that are not UTF-8.</summary>
    /// <exception cref="GraftException">They are another encoding's.</exception>
    public static void RequireText(string path, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new GraftException($"'{path}' is text in UTF-16.", "Expected UTF-8.", "Save it as UTF-8.");
        var line = 1;
        for (var rest = bytes; ; line++)
        {
            var end = rest.IndexOf((byte)'\n');
            var one = end < 0 ? rest : rest[..end];
            if (!Utf8.IsValid(one) || end < 0)
                throw new GraftException($"'{path}', line {line}: '{Encoding.Latin1.GetString(one[..Math.Min(one.Length, 80)]).Trim()}' is not UTF-8.",
                    "Letters would be lost, and names that differ in them alone would become one.", "Save the file as UTF-8.");
            rest = rest[(end + 1)..];
        }
    }

    /// <summary>A failure to read as a refusal that names the file.</summary>
    public static GraftException Unreadable(string path, Exception failure) =>
        new($"'{path}' cannot be read: {WhyNot(failure)}.", cure: "Check that it exists, and its permissions.", inner: failure);

    /// <summary>Why a file cannot be read, in a few words and without its path, which whoever asks has named.</summary>
    public static string WhyNot(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "its permissions do not allow it",
        ArgumentException or NotSupportedException => "no file can have this name",
        _ => failure.Message.TrimEnd('.'),
    };

    /// <summary>True for what reading a file fails with, whatever is wrong with its name included.</summary>
    public static bool IsOfFiles(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
