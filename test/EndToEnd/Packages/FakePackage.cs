using System.IO.Compression;

namespace Graft.EndToEnd.Tests;

/// <summary>A package with one small file in the place of one that is a gigabyte.</summary>
internal static class FakePackage
{
    /// <summary>Writes it into a feed.</summary>
    public static void Write(string feed, string name, string version, string path, string content)
    {
        using var archive = ZipFile.Open(Path.Combine(feed, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        Add(archive, $"{name}.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{name}</id><version>{version}</version><authors>Graft's tests</authors><description>Stands in for the package of this name.</description>
            </metadata></package>
            """);
        Add(archive, path, content);
    }

    private static void Add(ZipArchive archive, string path, string content)
    {
        using var writer = new StreamWriter(archive.CreateEntry(path).Open());
        writer.Write(content);
    }
}
