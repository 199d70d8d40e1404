using System.Buffers.Binary;
using System.IO.Compression;

namespace Graft.EndToEnd.Tests;

/// <summary>Which platform a native file is for, by its own header and not by its name.</summary>
internal static class NativeFiles
{
    /// <summary>Native files by path with their platforms (<c>linux-x64</c>); assemblies of .NET, data and text are none.</summary>
    public static IReadOnlyList<(string Path, string Platform)> InFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(file =>
        {
            using var stream = File.OpenRead(file);
            return PlatformsOf(stream).Select(platform => (Path.GetRelativePath(folder, file), platform));
        })];

    /// <summary>The same for a package.</summary>
    public static IReadOnlyList<(string Path, string Platform)> InPackage(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.SelectMany(entry =>
        {
            using var stream = entry.Open();
            return PlatformsOf(stream).Select(platform => (entry.FullName, platform)).ToList();
        })];
    }

    // A Mach-O file may hold several architectures.
    private static List<string> PlatformsOf(Stream stream)
    {
        var head = new byte[4096];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (length < 64) return [];
        return BinaryPrimitives.ReadUInt32BigEndian(head) switch
        {
            0x7F454C46 => [$"linux-{Processor(BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18)))}"],
            0xCFFAEDFE => [$"osx-{Processor(BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)))}"],
            0xCAFEBABE when BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)) is > 0 and < 16 and var count =>
                [.. Enumerable.Range(0, (int)count).Select(at => $"osx-{Processor(BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(8 + 20 * at)))}")],
            >= 0x4D5A0000 and <= 0x4D5AFFFF => Windows(head, length),
            _ => [],
        };
    }

    // Assemblies of .NET have the same header with a directory of their own, the fifteenth.
    private static List<string> Windows(byte[] head, int length)
    {
        var at = (int)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(0x3C));
        if (at + 248 > length || BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(at)) != 0x50450000) return [];
        var directories = at + 24 + (BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(at + 24)) == 0x20B ? 112 : 96);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(directories + 14 * 8)) != 0) return [];
        return [$"win-{Processor(BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(at + 4)))}"];
    }

    // ELF, Mach-O and PE number processors each in their own way.
    private static string Processor(uint machine) => machine switch
    {
        0x3E or 0x0100_0007 or 0x8664 => "x64",
        0xB7 or 0x0100_000C or 0xAA64 => "arm64",
        _ => $"0x{machine:x}",
    };
}
