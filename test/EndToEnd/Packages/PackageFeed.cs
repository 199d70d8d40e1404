using System.Xml.Linq;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

/// <summary>
/// Packages made by <c>graft pack</c>, in a folder whose programs take Graft from them and from nowhere else; and what one such program
/// trained: a classifier, a detector and a segmentation network.
/// </summary>
[CollectionDefinition(Collection)]
public sealed class PackageFeed : IAsyncLifetime, ICollectionFixture<PackageFeed>
{
    /// <summary>The tests that share one feed: making it takes a minute.</summary>
    public const string Collection = "packages";

    private const string Program = """
        using Graft;

        var (photos, scenes, photo, scene) = (args[0], args[1], args[2], args[3]);
        var run = Classifier.Train(new ClassifyRequest(photos) { Strategy = Strategy.Gradual, Epochs = 2 }, new ConsoleProgress());
        using (var model = Classifier.Open(run.ModelPath))
        using (var stream = File.OpenRead(photo))
        {
            Console.WriteLine($"path: {model.Predict(photo).ClassName}");
            Console.WriteLine($"stream: {model.Predict(stream).ClassName}");
            Console.WriteLine($"bytes: {model.Predict(File.ReadAllBytes(photo)).ClassName}");
        }

        var detection = Detector.Train(new DetectRequest(scenes) { Epochs = 1, ImageSize = 96 });
        using (var model = Detector.Open(detection.ModelPath)) Console.WriteLine($"detector: {model.Predict(scene).Width} pixels wide");

        var segmentation = Segmenter.Train(new SegmentRequest(scenes) { Epochs = 1, ImageSize = 96 });
        using (var model = Segmenter.Open(segmentation.ModelPath)) Console.WriteLine($"segmenter: {model.Predict(scene).Map!.Width} pixels wide");
        """;

    private readonly TestFolder _folder = new();
    private readonly TestFolder _photos = Photos.TwoClasses(8);

    // Nothing may outlive the test, and the place of packages is the one in nuget.config.
    private static Dictionary<string, string> Environment { get; } = new()
    {
        ["NUGET_PACKAGES"] = "",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["RunAnalyzers"] = "false", // of the SDK; they take longer than the compiler does
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    internal Outcome Trained { get; private set; } = new(-1, "", "");

    internal string Packages => _folder["packages made here"];

    /// <summary>A second source, for packages that stand in for large ones.</summary>
    internal string Fakes => _folder["fakes"];

    internal string Photo => Directory.GetFiles(_photos["photos/fish"]).Order().First();

    internal static string Scene => Directory.GetFiles(Repository.At("samples", "scenes", "images", "val"), "*.jpg").Order().First();

    internal string this[string name] => _folder[name];

    /// <summary>The version of all packages.</summary>
    internal string Version { get; } = $"{PackageVersion.OfThisProgram}-test{System.Environment.ProcessId}";

    /// <summary>Runs an installed tool, with a home of its own.</summary>
    internal Task<Outcome> Installed(string tools, params string[] arguments) =>
        CommandLineProcess.Run(_folder.Root, arguments, Environment, Directory.GetFiles(_folder[tools], "Graft.Cli.dll", SearchOption.AllDirectories).Single());

    /// <summary>Runs the SDK's own command line in a folder of these programs.</summary>
    internal Task<Outcome> Dotnet(string folder, string verb, params string[] arguments) =>
        CommandLineProcess.Run(_folder[folder], arguments, Environment, verb);

    /// <summary>The same, and it must succeed.</summary>
    internal async Task Succeed(string verb, params string[] arguments)
    {
        var outcome = await Dotnet("", verb, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
    }

    /// <summary>Runs an executable file, with nothing of .NET in its environment but where the runtime is.</summary>
    internal Task<Outcome> Execute(string program, params string[] arguments) => CommandLineProcess.Run(_folder.Root, arguments, Environment, program);

    /// <summary>Model file of a task, which the program with the package wrote.</summary>
    internal string Model(string task) => _folder[$"trainer/runs/{task}/{(task == "classify" ? "photos" : "scenes")}/model.onnx"];

    public async ValueTask InitializeAsync()
    {
        var pack = await CommandLineProcess.Run(_folder.Root, ["pack", Packages, "--suffix", $"test{System.Environment.ProcessId}", "--tool", "--json"]);
        Assert.True(pack.ExitCode == 0, pack.Error);
        AtomicFile.WriteText(_folder["nuget.config"], new XElement("configuration",
            new XElement("config", new XElement("add", new XAttribute("key", "globalPackagesFolder"), new XAttribute("value", "cache"))),
            // What is not Graft's was restored for this test's own build, and is used where it lies.
            new XElement("fallbackPackageFolders",
                new XElement("clear"),
                new XElement("add", new XAttribute("key", "machine"), new XAttribute("value", MachinePackages()))),
            new XElement("packageSources",
                new XElement("clear"),
                new XElement("add", new XAttribute("key", "only"), new XAttribute("value", Packages)),
                new XElement("add", new XAttribute("key", "fakes"), new XAttribute("value", Directory.CreateDirectory(Fakes).FullName)))).ToString());
        foreach (var (verb, arguments) in new (string, string[])[]
                 {
                     ("new", ["console", "--output", "trainer", "--no-restore"]),
                     ("add", ["trainer", "package", "Graft", "--prerelease"]),
                 })
        {
            var outcome = await Dotnet("", verb, arguments);
            Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        }
        AtomicFile.WriteText(_folder["trainer/Program.cs"], Program);
        Trained = await Dotnet("trainer", "run", "--", _photos["photos"], Photos.FewScenes(_photos), Photo, Scene);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        _photos.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string MachinePackages() => System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given ? given
        : Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
