using System.Globalization;
using System.Text;

namespace Graft.Imaging;

/// <summary>With which camera and when an image was taken, as its EXIF says.</summary>
/// <param name="Camera">Make and model; empty where it says nothing.</param>
/// <param name="Taken">When, in the camera's own time; null where it says nothing.</param>
internal readonly record struct ExifFacts(string Camera, DateTime? Taken)
{
    private const int EntrySize = 12, MaxBytes = 1 << 18, MaxEntries = 1000;
    private const int Make = 0x010F, Model = 0x0110, Directory = 0x8769, Original = 0x9003;

    /// <summary>Reads the start of a file; nothing is known of one without EXIF, or with one that cannot be read.</summary>
    /// <exception cref="ImageException">The file cannot be read.</exception>
    public static ExifFacts Read(string path)
    {
        using var bytes = FileBytes.Read(path, MaxBytes);
        return Of(bytes.Span);
    }

    /// <summary>As above, of the start of a file (JPEG, PNG or WebP).</summary>
    public static ExifFacts Of(ReadOnlySpan<byte> file)
    {
        var (of, length) = (file.IndexOf("Exif\0\0"u8), 6);
        if (of < 0) (of, length) = (file.IndexOf("eXIf"u8), 4);
        if (of < 0) (of, length) = (file.IndexOf("EXIF"u8), 8); // with the length of WebP's chunk
        if (of < 0 || of + length > file.Length) return new("", null);
        var tiff = file[(of + length)..];
        var little = tiff.StartsWith("II"u8);
        if (tiff.Length < 8 || !little && !tiff.StartsWith("MM"u8)) return new("", null);
        var (make, model, date) = ("", "", "");
        var first = ExifOrientation.Number(tiff[4..], 4, little);
        foreach (var (tag, at) in Entries(tiff, first, little))
            if (tag == Make) make = TextAt(tiff, at, little);
            else if (tag == Model) model = TextAt(tiff, at, little);
            else if (tag == Directory)
                foreach (var (inner, place) in Entries(tiff, ExifOrientation.Number(tiff[(at + 8)..], 4, little), little))
                    if (inner == Original) date = TextAt(tiff, place, little);
        return new($"{make} {model}".Trim(),
            DateTime.TryParseExact(date, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var taken) ? taken : null);
    }

    private static List<(int Tag, int At)> Entries(ReadOnlySpan<byte> tiff, long directory, bool little)
    {
        var entries = new List<(int, int)>();
        if (directory + 2 > tiff.Length) return entries;
        var count = ExifOrientation.Number(tiff[(int)directory..], 2, little);
        for (var at = directory + 2; entries.Count < Math.Min(count, MaxEntries) && at + EntrySize <= tiff.Length; at += EntrySize)
            entries.Add(((int)ExifOrientation.Number(tiff[(int)at..], 2, little), (int)at));
        return entries;
    }

    private static string TextAt(ReadOnlySpan<byte> tiff, int entry, bool little)
    {
        var count = ExifOrientation.Number(tiff[(entry + 4)..], 4, little);
        var at = count <= 4 ? entry + 8 : ExifOrientation.Number(tiff[(entry + 8)..], 4, little);
        if (at + count > tiff.Length) return "";
        return Encoding.ASCII.GetString(tiff.Slice((int)at, (int)count)).TrimEnd('\0', ' ').Trim();
    }
}
