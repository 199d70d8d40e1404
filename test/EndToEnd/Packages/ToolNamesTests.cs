using System.IO.Compression;
using System.Xml.Linq;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>The packages that <c>dotnet tool install</c> asks for: no code, the names of the platforms' packages.</summary>
public class ToolNamesTests
{
    [Theory]
    [InlineData("PackTool", Packing.ToolPackage, "graft")]
    [InlineData("PackPredict", Packing.PredictPackage, "graft-predict")]
    public async Task A_tool_names_the_package_of_every_platform_that_it_is_packed_for(string target, string package, string command)
    {
        using var folder = new TestFolder();
        var pack = await CommandLineProcess.Run(folder.Root,
            [
                Repository.At("eng", "packages", "Tool.proj"), $"-target:{target}", "-nologo", "-verbosity:quiet", "-nodeReuse:false",
                $"-property:ArtifactsPath={folder["work"]}", $"-property:PackageOutputPath={folder["out"]}", "-property:Version=1.2.3",
                $"-property:ToolPlatforms=\"{string.Join(';', Packing.Platforms)}\"",
            ],
            new Dictionary<string, string> { ["UseSharedCompilation"] = "false", ["MSBUILDDISABLENODEREUSE"] = "1" }, "msbuild");
        Assert.True(pack.ExitCode == 0, pack.Output + pack.Error);
        using var archive = ZipFile.OpenRead(folder[$"out/{package}.1.2.3.nupkg"]);
        using var settings = archive.Entries.Single(entry => entry.Name == "DotnetToolSettings.xml").Open();
        var document = XDocument.Load(settings);
        Assert.Equal(command, document.Descendants("Command").Single().Attribute("Name")!.Value);
        Assert.Equal(Packing.Platforms.Select(platform => ($"{platform}", $"{package}.{platform}")),
            document.Descendants("RuntimeIdentifierPackage").Select(one => (one.Attribute("RuntimeIdentifier")!.Value, one.Attribute("Id")!.Value)));
    }
}
