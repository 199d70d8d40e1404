using System.Xml.Linq;

namespace Graft.Conformance.Tests;

public class LayerTests
{
    // Who may use whom. Training and Runtime do not know each other; both meet in Artifacts.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Imaging"] = ["Core"],
        // Published weights carry the Preprocess they were trained with, and that contract is Imaging's.
        ["Networks"] = ["Core", "Imaging"],
        ["Data"] = ["Core", "Imaging"],
        ["Tasks"] = ["Core", "Imaging", "Networks"],
        ["Artifacts"] = ["Core", "Imaging", "Networks", "Tasks"],
        ["Training"] = ["Core", "Imaging", "Data", "Networks", "Tasks", "Artifacts"],
        // The system's MPI, for a training on several processes.
        ["Mpi"] = ["Core", "Training"],
        ["Runtime"] = ["Core", "Imaging", "Networks", "Tasks", "Artifacts"],
        // The small program: what it shares with Cli is compiled into it, since Cli brings libtorch.
        ["Predict"] = ["Core", "Imaging", "Networks", "Tasks", "Artifacts", "Runtime"],
        // Galleries of people: above Runtime, and not in the front door, so that who only classifies brings no database.
        ["Faces"] = ["Core", "Imaging", "Networks", "Tasks", "Artifacts", "Runtime"],
        // The driver of PostgreSQL, for programs that name such a database.
        ["FacesPostgres"] = ["Core", "Faces"],
        // Graft.Weights is a package without code: the bundled networks.
        ["Graft"] = ["Core", "Imaging", "Data", "Networks", "Tasks", "Artifacts", "Training", "Mpi", "Runtime", "Graft.Weights"],
        // Long lists of images, answered in parts: apart from Runtime, which brings no Parquet.
        ["Shards"] = ["Core", "Imaging", "Data", "Networks", "Tasks", "Artifacts", "Runtime"],
        // The client of S3, for programs that name an address there.
        ["ShardsS3"] = ["Core", "Shards"],
        ["Serving"] = ["Core", "Imaging", "Artifacts", "Runtime"],
        // Apart from Serving, so that a service without people brings no database.
        ["ServingFaces"] = ["Core", "Imaging", "Networks", "Artifacts", "Runtime", "Faces", "Serving"],
        ["Server"] = ["Core", "FacesPostgres", "Serving", "ServingFaces"],
        ["Cli"] = ["Core", "Imaging", "Data", "Networks", "Tasks", "Artifacts", "Training", "Mpi", "Runtime", "Faces", "FacesPostgres", "Graft", "Serving",
            "ServingFaces", "Shards", "ShardsS3"],
        ["Web"] = ["Core", "Imaging", "Data", "Networks", "Tasks", "Artifacts", "Training", "Runtime", "Graft"],
    };

    // One native engine, one project. Charts are drawn in Graft by ScottPlot, which draws on Skia.
    private static readonly Dictionary<string, string[]> EngineAssemblies = new()
    {
        ["SkiaSharp"] = ["Imaging", "Graft"],
        ["NetVips"] = ["Imaging"],
        ["ScottPlot"] = ["Graft"],
        ["TorchSharp"] = ["Training"],
        ["Microsoft.ML.OnnxRuntime"] = ["Runtime"],
        ["Microsoft.Data.Sqlite"] = ["Graft", "Faces"],
        ["Npgsql"] = ["FacesPostgres"],
        ["AWSSDK.S3"] = ["ShardsS3"],
    };

    // TorchSharp asks for a SkiaSharp that no longer exists: Training names a current one, and uses none.
    private static readonly Dictionary<string, string[]> EnginePackages =
        new(EngineAssemblies) { ["SkiaSharp"] = ["Imaging", "Graft", "Training"] };

    public static TheoryData<string> Projects => [.. Assemblies.Projects];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        var references = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));
        Rule.HasNoExceptions(references.Except(Allowed[project]));
    }

    [Theory, MemberData(nameof(Projects))]
    public void An_assembly_uses_only_what_lies_below_it(string project)
    {
        var used = ReferencesOf(project).Where(name => name == "Graft" || name.StartsWith("Graft."));
        Rule.HasNoExceptions(used.Except(Allowed[project].Select(Assemblies.NameOf)));
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_native_engine_is_packaged_in_its_own_project_only(string project)
    {
        var packages = Items(project, "PackageReference");
        Rule.HasNoExceptions(EnginePackages
            .Where(engine => packages.Any(package => package == engine.Key || package.StartsWith(engine.Key + ".")))
            .Where(engine => !engine.Value.Contains(project)).Select(engine => engine.Key));
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_native_engine_is_called_from_its_own_project_only(string project)
    {
        var used = ReferencesOf(project).ToHashSet();
        Rule.HasNoExceptions(EngineAssemblies.Where(engine => used.Contains(engine.Key) && !engine.Value.Contains(project)).Select(engine => engine.Key));
    }

    [Fact]
    public void A_program_that_only_predicts_does_not_bring_libtorch() =>
        Assert.DoesNotContain("Training", Closure("Runtime").Concat(Closure("Predict")));

    [Fact]
    public void A_program_that_only_classifies_brings_no_gallery_and_no_database()
    {
        Rule.HasNoExceptions(Assemblies.Projects.Where(project => project is not ("Cli" or "FacesPostgres" or "ServingFaces"))
            .Where(project => Items(project, "ProjectReference").Any(path => Path.GetFileNameWithoutExtension(path) == "Faces")));
        Assert.DoesNotContain(Closure("Runtime").Concat(Closure("Serving")).Append("Runtime"), project =>
            Items(project, "PackageReference").Contains("Microsoft.Data.Sqlite"));
    }

    [Fact]
    public void A_program_whose_galleries_are_files_brings_no_driver_of_postgresql() =>
        Assert.DoesNotContain(Closure("ServingFaces").Append("ServingFaces"), project =>
            project == "FacesPostgres" || Items(project, "PackageReference").Contains("Npgsql"));

    [Fact]
    public void A_server_does_not_bring_libtorch_and_the_queue_knows_no_web_server()
    {
        Assert.DoesNotContain("Training", Closure("Server"));
        Assert.DoesNotContain(ReferencesOf("Runtime"), name => name.StartsWith("Microsoft.AspNetCore"));
    }

    private static IEnumerable<string> Closure(string project) =>
        Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))
            .SelectMany(name => Closure(name).Prepend(name)).Distinct();

    private static IEnumerable<string> ReferencesOf(string project) =>
        Assemblies.Ours.Single(assembly => assembly.GetName().Name == Assemblies.NameOf(project))
            .GetReferencedAssemblies().Select(name => name.Name!);

    private static List<string> Items(string project, string kind) =>
        [.. XDocument.Load(Assemblies.ProjectFile(project)).Descendants(kind).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'))];
}
