using System.IO.Compression;
using System.Text.Json;

namespace Graft.EndToEnd.Tests;

/// <summary>The packages in an empty folder, with no other source of packages.</summary>
[Collection(PackageFeed.Collection)]
public class PackageTests(PackageFeed feed)
{
    [Fact]
    public void A_program_with_the_package_trains_and_predicts_all_tasks()
    {
        Assert.True(feed.Trained.ExitCode == 0, feed.Trained.Output + feed.Trained.Error);
        foreach (var line in new[] { "path: fish", "stream: fish", "bytes: fish", "detector: 320 pixels wide", "segmenter: 320 pixels wide" })
            Assert.Contains(line, feed.Trained.Output);
        Assert.Contains("epoch 2", feed.Trained.Error);
    }

    [Fact]
    public void Its_output_has_the_bundled_weights_and_the_native_files_of_this_machine_only()
    {
        var output = feed["trainer/bin/Debug/net10.0"];
        Assert.Equal(2, Directory.GetFiles(Path.Combine(output, "weights"), "*.safetensors").Length);
        var platforms = Directory.GetDirectories(Path.Combine(output, "runtimes"))
            .Where(folder => Directory.Exists(Path.Combine(folder, "native")))
            .Select(Path.GetFileName);
        Assert.All(platforms, platform => Assert.True(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier.StartsWith(platform!), platform));
    }

    [Theory]
    [InlineData("classify", "fish (")]
    [InlineData("detect", "")]
    [InlineData("segment", "pixels")]
    public async Task A_new_console_program_predicts_without_libtorch(string task, string says)
    {
        var name = $"{task} (1) & more";
        await New("console", task, name);
        var outcome = await feed.Dotnet(name, "run", "--", task == "classify" ? feed.Photo : PackageFeed.Scene);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        Assert.Contains(says, outcome.Output);
        Assert.Empty(Directory.GetFiles(feed[name], "*torch*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(feed[name], "*.safetensors", SearchOption.AllDirectories));

        var missing = await feed.Dotnet(name, "run", "--no-build", "--", "nowhere.jpg");
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("nowhere.jpg", missing.Error);
    }

    [Fact]
    public async Task A_new_service_answers_images_and_says_what_is_wrong_with_others()
    {
        await New("web", "classify", "service");
        var build = await feed.Dotnet("service", "build");
        Assert.True(build.ExitCode == 0, build.Output);
        using var process = CommandLineProcess.Start(feed["service"], ["--urls", "http://127.0.0.1:0"], program: feed["service/bin/Debug/net10.0/service.dll"]);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await Address(process.StandardOutput)), Timeout = TimeSpan.FromMinutes(1) };
            // The service may refuse a body that is too large before all of it is sent.
            client.DefaultRequestHeaders.ExpectContinue = true;
            Assert.Contains("fish", await client.GetStringAsync("/health"));

            using var body = new ByteArrayContent(File.ReadAllBytes(feed.Photo));
            var one = await client.PostAsync("/predict", body);
            using var answer = JsonDocument.Parse(await one.Content.ReadAsStringAsync());
            Assert.Equal("fish", answer.RootElement.GetProperty("className").GetString());

            using var form = new MultipartFormDataContent { { new ByteArrayContent(File.ReadAllBytes(feed.Photo)), "image", "photo.jpg" } };
            using var answers = JsonDocument.Parse(await (await client.PostAsync("/predict", form)).Content.ReadAsStringAsync());
            Assert.Equal("fish", Assert.Single(answers.RootElement.EnumerateArray()).GetProperty("className").GetString());

            await Refuses(client, new ByteArrayContent([1, 2, 3]), 422);
            using var broken = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "image", "broken.jpg" } };
            Assert.Contains("broken.jpg", await (await client.PostAsync("/predict", broken)).Content.ReadAsStringAsync());
            await Refuses(client, new MultipartFormDataContent { { new StringContent("no file"), "text" } }, 400);
            await Refuses(client, new ByteArrayContent(new byte[20_000_001]), 413);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData("linux-x64", "libtorch-cpu-linux-x64", "NetVips.Native.linux-x64", "SkiaSharp.NativeAssets.Linux.NoDependencies")]
    [InlineData("win-x64", "libtorch-cpu-win-x64", "NetVips.Native.win-x64")]
    [InlineData("win-arm64", "libtorch-cpu-win-arm64", "NetVips.Native.win-arm64")]
    [InlineData("osx-arm64", "libtorch-cpu-osx-arm64", "NetVips.Native.osx-arm64")]
    [InlineData("linux-arm64", "NetVips.Native.linux-arm64", "SkiaSharp.NativeAssets.Linux.NoDependencies")]
    public void The_packages_name_the_native_files_of_every_platform_and_depend_on_none(string platform, params string[] expected)
    {
        var named = Directory.GetFiles(feed.Packages, "*.nupkg").Where(package => !package.Contains(".Cuda."))
            .SelectMany(package => NativesOf(package, platform));
        Assert.Equal(expected.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(feed.Packages, "*.nupkg"), package => Assert.DoesNotContain("id=\"libtorch", Entry(package, ".nuspec")));
    }

    [Theory]
    [InlineData("Graft.Runtime", "linux-x64", "Microsoft.ML.OnnxRuntime.Gpu.Linux")]
    [InlineData("Graft.Runtime", "win-x64", "Microsoft.ML.OnnxRuntime.Gpu.Windows")]
    [InlineData("Graft.Training", "linux-x64", "libtorch-cuda-12.8-linux-x64")]
    [InlineData("Graft.Training", "win-x64", "libtorch-cuda-12.8-win-x64")]
    public void A_package_for_cuda_names_its_native_files_and_the_library_they_are_for(string library, string platform, string natives)
    {
        var package = Path.Combine(feed.Packages, $"{library}.Cuda.{feed.Version}.nupkg");
        Assert.Equal([natives], NativesOf(package, platform));
        Assert.Empty(NativesOf(package, "osx-arm64"));
        Assert.Contains($"<dependency id=\"{library}\" version=\"[{feed.Version}]\"", Entry(package, ".nuspec"));
    }

    [Fact]
    public async Task A_program_with_the_package_for_cuda_gets_its_library_in_place_of_the_processors_and_must_name_a_platform()
    {
        FakePackage.Write(feed.Fakes, "Microsoft.ML.OnnxRuntime.Gpu.Linux", "1.31.0", "runtimes/linux-x64/native/libonnxruntime.so", "the one with CUDA");
        await feed.Succeed("new", "console", "--output", feed["cuda"], "--no-restore");
        await feed.Succeed("add", feed["cuda"], "package", "Graft.Runtime.Cuda", "--prerelease", "--no-restore");
        var build = await feed.Dotnet("cuda", "build", "-r", "linux-x64", "--no-self-contained", "-p:UseAppHost=false", "-nologo");
        Assert.True(build.ExitCode == 0, build.Output);
        // The fake one, or where NuGet has kept it from another build the one that is published: in any case not the processor's.
        var taken = File.ReadAllBytes(feed["cuda/bin/Debug/net10.0/linux-x64/libonnxruntime.so"]);
        Assert.False(taken.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libonnxruntime.so"))));

        var without = await feed.Dotnet("cuda", "build", "-nologo");
        Assert.NotEqual(0, without.ExitCode);
        Assert.Contains("Build with -r linux-x64", without.Output);
    }

    [Fact]
    public async Task Native_symbols_of_skia_are_left_out_and_those_of_other_packages_stay()
    {
        FakePackage.Write(feed.Fakes, "Their.Camera", "1.0.0", "runtimes/win-x64/native/camera.pdb", "symbols of theirs");
        await feed.Succeed("new", "console", "--output", feed["symbols"], "--no-restore");
        await feed.Succeed("add", feed["symbols"], "package", "Graft.Imaging", "--prerelease", "--no-restore");
        await feed.Succeed("add", feed["symbols"], "package", "Their.Camera", "--version", "1.0.0", "--no-restore");
        var build = await feed.Dotnet("symbols", "build", "-r", "win-x64", "--no-self-contained", "-p:UseAppHost=false", "-nologo");
        Assert.True(build.ExitCode == 0, build.Output);
        var output = feed["symbols/bin/Debug/net10.0/win-x64"];
        Assert.Equal("symbols of theirs", File.ReadAllText(Path.Combine(output, "camera.pdb")));
        Assert.True(File.Exists(Path.Combine(output, "libSkiaSharp.dll")));
        Assert.False(File.Exists(Path.Combine(output, "libSkiaSharp.pdb")));
    }

    [Fact]
    public void Every_package_has_its_readme_licence_and_notice()
    {
        // Sixteen libraries and two packages for CUDA; of either tool a package that names the platforms and that of this one.
        Assert.Equal(22, Directory.GetFiles(feed.Packages, "*.nupkg").Length);
        Assert.All(Directory.GetFiles(feed.Packages, "*.nupkg"), package =>
        {
            Assert.Contains("Apache-2.0", Entry(package, ".nuspec"));
            Assert.DoesNotContain("Package Description", Entry(package, ".nuspec"));
            Assert.NotNull(Entry(package, "README.md"));
            Assert.NotNull(Entry(package, "NOTICE"));
        });
    }

    [Fact]
    public void No_package_names_the_folder_that_it_was_built_in()
    {
        var places = new[] { "graft-pack-", Repository.Root }.Select(System.Text.Encoding.UTF8.GetBytes).ToList();
        var own = 0;
        foreach (var package in Directory.GetFiles(feed.Packages, "*.*nupkg"))
        {
            using var archive = ZipFile.OpenRead(package);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.StartsWith("Graft", StringComparison.Ordinal)))
            {
                using var content = new MemoryStream();
                using (var stream = entry.Open()) stream.CopyTo(content);
                Assert.All(places, place => Assert.True(content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(place) < 0, entry.FullName));
                own++;
            }
        }
        Assert.True(own > 40, $"{own} files of Graft's own were looked at.");
    }

    private async Task New(string kind, string task, string name)
    {
        var outcome = await CommandLineProcess.Run(feed[""], ["new", kind, feed.Model(task), name, "--feed", feed.Packages]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    private static async Task Refuses(HttpClient client, HttpContent content, int status)
    {
        using (content)
        {
            var response = await client.PostAsync("/predict", content);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    private static async Task<string> Address(StreamReader output)
    {
        const string Before = "Now listening on: ";
        while (await output.ReadLineAsync() is { } line)
            if (line.IndexOf(Before, StringComparison.Ordinal) is >= 0 and var at)
                return line[(at + Before.Length)..].Trim();
        throw new InvalidOperationException("The service ended before it listened.");
    }

    private static IEnumerable<string> NativesOf(string package, string platform)
    {
        if (Entry(package, "runtime.json") is not { } json) yield break;
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.GetProperty("runtimes").TryGetProperty(platform, out var packages)) yield break;
        foreach (var named in packages.EnumerateObject().SelectMany(of => of.Value.EnumerateObject())) yield return named.Name;
    }

    private static string? Entry(string package, string end)
    {
        using var archive = ZipFile.OpenRead(package);
        var found = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(end, StringComparison.Ordinal) && !entry.FullName.Contains('/'));
        if (found is null) return null;
        using var reader = new StreamReader(found.Open());
        return reader.ReadToEnd();
    }
}
