namespace Graft.EndToEnd.Tests;

/// <summary>Programs with the packages, published from one machine for each platform and looked into file by file.</summary>
[Collection(PackageFeed.Collection)]
public class PlatformTests(PackageFeed feed)
{
    // ONNX Runtime for macOS alone is 45 MB.
    private const int MaxBytes = 65_000_000, MaxBytesOfMac = 85_000_000;

    private static readonly string[] Platforms = ["linux-x64", "linux-arm64", "osx-arm64", "win-x64", "win-arm64"];

    // Programs of other platforms and their runtimes would be downloaded for nothing.
    private const string WithoutTheRuntime = "<UseAppHost>false</UseAppHost><SelfContained>false</SelfContained>"
        + "<EnableAppHostPackDownload>false</EnableAppHostPackDownload><EnableRuntimePackDownload>false</EnableRuntimePackDownload>";

    // One build for all of them: five times `dotnet publish -r` would take a minute.
    private const string Everywhere = """
        <Project DefaultTargets="Publish">
          <ItemGroup><Platform Include="linux-x64;linux-arm64;osx-arm64;win-x64;win-arm64" /></ItemGroup>
          <Target Name="Publish">
            <MSBuild Projects="predictor.csproj" Targets="Restore" Properties="MSBuildRestoreSessionId=all" />
            <MSBuild Projects="predictor.csproj" Targets="Publish"
                     Properties="Configuration=Release;RuntimeIdentifier=%(Platform.Identity);
                                 PublishDir=out/%(Platform.Identity)/" />
          </Target>
        </Project>
        """;

    [Fact]
    public async Task A_program_that_predicts_is_published_with_the_native_files_of_its_platform_only()
    {
        await feed.Succeed("new", "console", "--output", feed["predictor"], "--no-restore");
        await feed.Succeed("add", feed["predictor"], "package", "Graft.Runtime", "--prerelease", "--no-restore");
        var project = File.ReadAllText(feed["predictor/predictor.csproj"]);
        AtomicFile.WriteText(feed["predictor/predictor.csproj"],
            project.Replace("</PropertyGroup>", $"<RuntimeIdentifiers>{string.Join(';', Platforms)}</RuntimeIdentifiers>{WithoutTheRuntime}</PropertyGroup>")
                .Replace("Version=\"*-*\"", $"Version=\"{feed.Version}\""));
        AtomicFile.WriteText(feed["predictor/everywhere.proj"], Everywhere);
        var build = await feed.Dotnet("predictor", "msbuild", "everywhere.proj", "-nologo", "-verbosity:minimal");
        Assert.True(build.ExitCode == 0, build.Output + build.Error);
        foreach (var platform in Platforms)
        {
            var folder = feed[$"predictor/out/{platform}"];
            var natives = NativeFiles.InFolder(folder);
            // Skia's and libvips' files for macOS may hold both processors.
            var foreign = natives.Where(file => file.Platform != platform && !natives.Contains((file.Path, platform))).ToList();
            Assert.True(foreign.Count == 0, $"{platform}: {string.Join(", ", foreign)}");
            foreach (var engine in new[] { "onnxruntime", "SkiaSharp", "vips" })
                Assert.Contains(natives, file => file.Platform == platform && Path.GetFileName(file.Path).Contains(engine));
            var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
            Assert.DoesNotContain(files, file => file.Name.Contains("torch", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".safetensors"));
            Assert.InRange(files.Sum(file => file.Length), 1_000_000, platform.StartsWith("osx") ? MaxBytesOfMac : MaxBytes);
        }
    }
}
