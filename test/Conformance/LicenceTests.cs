using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Graft.Conformance.Tests;

public partial class LicenceTests
{
    // libvips is called through its own shared library, which a user can replace, as the LGPL asks.
    private static readonly string[] AllowedForPackages = ["MIT", "Apache-2.0", "BSD-3-Clause", "MS-PL OR Apache-2.0"];
    private static readonly string[] AllowedForPhotos = ["public-domain", "CC0-1.0"];

    private static readonly Dictionary<string, string> Packages = Csv("eng/licences.csv").Skip(1).ToDictionary(row => row[0], row => row[1]);

    [Fact]
    public void Every_package_that_is_named_has_its_licence_written_down() =>
        Rule.HasNoExceptions(XDocument.Load(Repository.At("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(item => item.Attribute("Include")!.Value).Except(Packages.Keys));

    [Fact]
    public void Every_package_that_comes_along_has_its_licence_written_down() =>
        Rule.HasNoExceptions(Directory.EnumerateFiles(Repository.Root, "project.assets.json", SearchOption.AllDirectories)
            .SelectMany(PackagesOf).Distinct().Except(Packages.Keys));

    // What only other platforms restore is in no build's list of packages here.
    [Fact]
    public void Every_package_of_native_files_for_any_platform_has_its_licence_written_down()
    {
        var natives = Sources.Committed().Where(file => file.EndsWith(".csproj") && (file.StartsWith("src/") || file.StartsWith("eng/")))
            .SelectMany(file => XDocument.Load(Repository.At(file)).Descendants("NativePackage"))
            .Select(item => item.Attribute("Package")!.Value).Distinct().ToList();
        Assert.Contains("libtorch-cpu-win-arm64", natives);
        Rule.HasNoExceptions(natives.Except(Packages.Keys));
    }

    // libtorch for CUDA contains NVIDIA's libraries, under its own terms: only packages that a user adds for CUDA bring them.
    [Fact]
    public void Every_licence_of_a_package_is_an_allowed_one() =>
        Rule.HasNoExceptions(Packages.Where(package => !AllowedForPackages.Contains(package.Value) &&
            !(package.Key.StartsWith("NetVips.Native.") && package.Value == "LGPL-3.0-or-later") &&
            // The licence of PostgreSQL itself, which asks for no more than MIT's.
            !(package.Key == "Npgsql" && package.Value == "PostgreSQL") &&
            !(package.Key.StartsWith("libtorch-cuda-") && package.Value == "BSD-3-Clause AND LicenseRef-NVIDIA")));

    [Fact]
    public void Nothing_but_the_packages_for_cuda_brings_nvidias_libraries() =>
        Rule.HasNoExceptions(Sources.Committed().Where(file => file.EndsWith(".csproj") && !file.StartsWith("eng/packages/Cuda/"))
            .Where(file => Sources.Text(file).Contains("libtorch-cuda")));

    [Fact]
    public void Every_photo_has_an_author_an_allowed_licence_and_a_source()
    {
        var rows = Csv("samples/photos/ATTRIBUTION.csv").Skip(1).ToDictionary(row => $"samples/photos/{row[0]}");
        var photos = Sources.Committed().Where(file => file.StartsWith("samples/photos/") && !file.EndsWith(".csv")).ToList();
        Rule.HasNoExceptions(photos.Except(rows.Keys).Concat(rows.Keys.Except(photos)));
        Rule.HasNoExceptions(rows.Values.Where(row => row.Length != 4 || row[1].Length == 0 || row[3].Length == 0 ||
            !(AllowedForPhotos.Contains(row[2]) || FreeCreativeCommons().IsMatch(row[2]))).Select(row => string.Join(" | ", row)));
    }

    [Fact]
    public void Every_file_of_weights_has_its_origin_and_hash_written_down()
    {
        var readme = Sources.Text("weights/README.md");
        Rule.HasNoExceptions(Sources.Committed().Where(file => file.EndsWith(".safetensors") && file.StartsWith("weights/"))
            .Where(file => !readme.Contains($"{Sha256(file)}  {Path.GetFileName(file)}")));
    }

    [Fact]
    public void The_notice_names_where_bundled_things_come_from()
    {
        var notice = Sources.Text("NOTICE");
        Assert.Contains("samples/photos/ATTRIBUTION.csv", notice);
        Assert.Contains("weights/README.md", notice);
        Assert.Contains("eng/licences.csv", notice);
    }

    private static string Sha256(string file) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Repository.At(file))));

    private static IEnumerable<string> PackagesOf(string assets)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(assets));
        foreach (var library in document.RootElement.GetProperty("libraries").EnumerateObject())
            if (library.Value.GetProperty("type").GetString() == "package")
                yield return library.Name.Split('/')[0];
    }

    private static IEnumerable<string[]> Csv(string file) =>
        Sources.Text(file).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Field().Matches(line).Select(field => field.Value.Trim('"')).ToArray());

    [GeneratedRegex("""(?<=^|,)(?:"[^"]*"|[^,]*)(?=,|$)""")]
    private static partial Regex Field();

    // No -NC and no -ND: the demo is for every use, and crops the photos.
    [GeneratedRegex(@"^CC-BY(-SA)?-\d\.\d$")]
    private static partial Regex FreeCreativeCommons();
}
