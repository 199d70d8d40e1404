using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>The two programs as .NET tools, installed from the feed.</summary>
[Collection(PackageFeed.Collection)]
public class ToolTests(PackageFeed feed)
{
    /// <summary>Another folder of packages to look into as well, such as that of a release.</summary>
    private const string MorePackages = "GRAFT_PACKAGES";

    private static readonly string Platform = RuntimeInformation.RuntimeIdentifier;

    [Fact]
    public void A_tool_has_the_native_files_of_its_platform_and_of_no_other()
    {
        var packages = PackagesOf("Graft.Tool").Concat(PackagesOf("Graft.Predict")).ToList();
        Assert.True(packages.Count >= 2, string.Join(", ", packages));
        foreach (var (package, platform) in packages)
        {
            var natives = NativeFiles.InPackage(package);
            // A file for macOS may hold both processors.
            var foreign = natives.Where(file => file.Platform != platform && !natives.Contains((file.Path, platform))).ToList();
            Assert.True(foreign.Count == 0, $"{package}: {string.Join(", ", foreign)}");
            var names = natives.Select(file => Path.GetFileName(file.Path)).ToList();
            foreach (var engine in new[] { "onnxruntime", "SkiaSharp", "vips" }) Assert.Contains(names, name => name.Contains(engine));
            var trains = Path.GetFileName(package).StartsWith("Graft.Tool") && platform != "linux-arm64";
            Assert.Equal(trains, names.Any(name => name.Contains("torch_cpu")));
            Assert.Equal(trains, names.Any(name => name.Contains("LibTorchSharp")));
        }
    }

    [Fact]
    public void A_tool_has_the_photos_and_weights_that_it_needs_and_no_stray_file()
    {
        foreach (var (package, _) in PackagesOf("Graft.Tool"))
        {
            var names = NamesIn(package);
            Assert.Contains("efficientnet_lite0.safetensors", names);
            Assert.Contains("fish1.jpg", names);
            Assert.DoesNotContain(names, name => name.Contains("torch_python") || name.EndsWith(".lib")
                || name.EndsWith(".xml") && name.StartsWith("Graft"));
            Assert.InRange(new FileInfo(package).Length, 30_000_000, 250_000_000);
        }
        foreach (var (package, _) in PackagesOf("Graft.Predict"))
        {
            Assert.DoesNotContain(NamesIn(package), name => name.EndsWith(".safetensors") || name.EndsWith(".jpg")
                || name.Contains("torch", StringComparison.OrdinalIgnoreCase));
            Assert.InRange(new FileInfo(package).Length, 10_000_000, 60_000_000);
        }
    }

    [Fact]
    public void A_tool_lists_every_package_in_it_with_its_licence()
    {
        foreach (var (package, _) in PackagesOf("Graft.Tool").Concat(PackagesOf("Graft.Predict")))
        {
            using var archive = ZipFile.OpenRead(package);
            using var stream = archive.Entries.Single(entry => entry.Name == "sbom.cdx.json").Open();
            using var sbom = JsonDocument.Parse(stream);
            Assert.Equal("CycloneDX", sbom.RootElement.GetProperty("bomFormat").GetString());
            var parts = sbom.RootElement.GetProperty("components").EnumerateArray()
                .ToDictionary(part => part.GetProperty("name").GetString()!, StringComparer.OrdinalIgnoreCase);
            Assert.All(parts.Values, part => Assert.NotEmpty(part.GetProperty("licenses")[0].GetProperty("expression").GetString()!));
            if (archive.Entries.SingleOrDefault(entry => entry.Name.EndsWith(".deps.json")) is not { } list) continue; // compiled ahead of time
            using var dependencies = list.Open();
            using var assets = JsonDocument.Parse(dependencies);
            var libraries = assets.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject()).ToList();
            Assert.NotEmpty(libraries);
            // Some packages only name others and have no files.
            foreach (var library in libraries.Where(library => library.Value.TryGetProperty("runtime", out _) || library.Value.TryGetProperty("native", out _)))
                if (library.Name.Split('/') is [var name, var version] && name != "Graft" && !name.StartsWith("Graft."))
                    Assert.True(parts.TryGetValue(name, out var part) && part.GetProperty("version").GetString() == version, library.Name);
        }
    }

    [Fact]
    public async Task The_tool_is_installed_predicts_and_leaves_nothing_when_it_is_uninstalled()
    {
        Assert.SkipUnless(Packing.Platforms.Contains(Platform), $"There is no tool for {Platform}.");
        var folder = Directory.CreateDirectory(feed["tools"]).FullName;
        await feed.Succeed("tool", "install", "Graft.Tool", "--tool-path", folder, "--source", feed.Packages, "--prerelease");
        var outcome = await feed.Installed("tools", "predict", feed.Model("classify"), feed.Photo);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("fish", outcome.Output);
        await feed.Succeed("tool", "uninstall", "Graft.Tool", "--tool-path", folder);
        Assert.Empty(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_small_tool_answers_every_task_as_the_program_on_the_runtime_does()
    {
        Assert.SkipUnless(Packing.Platforms.Contains(Platform), $"There is no tool for {Platform}.");
        var models = Directory.CreateDirectory(feed["tiny models"]).FullName;
        TinyModels.WriteAll(models);
        await feed.Succeed("tool", "install", "Graft.Predict", "--tool-path", feed["small"], "--source", feed.Packages, "--prerelease");
        var program = Path.Combine(feed["small"], OperatingSystem.IsWindows() ? "graft-predict.exe" : "graft-predict");
        foreach (var task in TinyModels.Tasks)
        {
            string[] low = task is "detect" or "instances" ? ["--conf", "0.01"] : [];
            string[] words = [Path.Combine(models, $"{task}.onnx"), feed.Photo, PackageFeed.Scene, "--json", .. low];
            var small = await feed.Execute(program, words);
            var onRuntime = await CommandLineProcess.Run(feed[""], words, program: Path.Combine(AppContext.BaseDirectory, "Graft.Predict.dll"));
            Assert.True(small.ExitCode == 0, small.Error);
            Assert.Equal(onRuntime.Output, small.Output);
            var lines = small.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(2, lines.Length);
            if (task is "detect" or "instances") Assert.Contains("\"className\"", lines[0]);
        }
        await SaysWhatIsWrong(program, models);
    }

    [Fact]
    public void The_small_tool_is_compiled_ahead_of_time_and_small()
    {
        Assert.SkipUnless(Packing.HasLinker, "clang is not installed: apt-get install clang zlib1g-dev");
        var (package, _) = PackagesOf("Graft.Predict").Single(package => package.Platform == Platform && package.Path.StartsWith(feed.Packages));
        using var archive = ZipFile.OpenRead(package);
        var program = archive.Entries.Single(entry => Path.GetFileNameWithoutExtension(entry.Name) == "Graft" && entry.Name.StartsWith("Graft.Predict"));
        Assert.InRange(program.Length, 1_000_000, 5_300_000);
        Assert.DoesNotContain(archive.Entries, entry => entry.Name.EndsWith(".dll") && !OperatingSystem.IsWindows()
            || entry.Name.EndsWith(".dbg") || entry.Name.EndsWith(".pdb"));
    }

    [Fact]
    public async Task The_small_tool_runs_without_being_installed()
    {
        Assert.SkipUnless(Packing.Platforms.Contains(Platform), $"There is no tool for {Platform}.");
        var outcome = await feed.Dotnet("", "tool", "exec", "Graft.Predict", "--source", feed.Packages, "--prerelease", "--yes", "--",
            feed.Model("classify"), feed.Photo);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        Assert.Contains("fish (", outcome.Output);
    }

    private async Task SaysWhatIsWrong(string program, string models)
    {
        foreach (var (words, says) in new[]
                 {
                     (new[] { Path.Combine(models, "classify.onnx"), "nowhere.jpg" }, "nowhere.jpg"),
                     ([Path.Combine(models, "classify.onnx"), feed.Photo, "--iou", "0.5"], "--iou is for detectors"),
                     ([Path.Combine(models, "detect.onnx"), feed.Photo, "--conf", "0,5"], "a point for decimals"),
                     ([Path.Combine(models, "detect.onnx"), feed.Photo, "--jsn"], "Did you mean '--json'?"),
                 })
        {
            var outcome = await feed.Execute(program, words);
            Assert.Equal(2, outcome.ExitCode);
            Assert.Contains(says, outcome.Error);
        }
    }

    private IReadOnlyList<(string Path, string Platform)> PackagesOf(string name) =>
        [.. new[] { feed.Packages, Environment.GetEnvironmentVariable(MorePackages) }.OfType<string>()
            .SelectMany(folder => Packing.Platforms
                .SelectMany(platform => Directory.GetFiles(folder, $"{name}.{platform}.*.nupkg").Select(file => (file, platform))))];

    private static List<string> NamesIn(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.Name)];
    }
}
