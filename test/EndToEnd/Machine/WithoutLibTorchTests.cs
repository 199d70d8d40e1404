using System.Text.Json.Nodes;

namespace Graft.EndToEnd.Tests;

/// <summary>The command line as the image and the tool for linux-arm64 have it: beside it lie no files of libtorch.</summary>
public class WithoutLibTorchTests
{
    [Fact]
    public async Task Everything_but_training_works_and_training_says_why_before_it_writes()
    {
        using var folder = new TestFolder();
        var program = Directory.CreateDirectory(folder["program"]).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory).Where(file => !IsOfLibTorch(Path.GetFileName(file))))
            File.CreateSymbolicLink(Path.Combine(program, Path.GetFileName(file)), file);
        // The host looks beside the program that it is given, behind links.
        foreach (var name in new[] { "Graft.Cli.dll", "Graft.Cli.deps.json", "Graft.Cli.runtimeconfig.json" })
        {
            File.Delete(Path.Combine(program, name));
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(program, name));
        }
        ForgetLibTorch(Path.Combine(program, "Graft.Cli.deps.json"));
        TinyModels.WriteAll(folder.Root);
        using var photos = Photos.TwoClasses(4);
        Task<Outcome> Run(params string[] words) => CommandLineProcess.Run(folder.Root, words, program: Path.Combine(program, "Graft.Cli.dll"));

        var train = await Run("train", photos["photos"]);
        Assert.Equal(2, train.ExitCode);
        Assert.Contains("Nothing can be trained here: this program came without libtorch", train.Error);
        Assert.False(Directory.Exists(folder["runs"]));

        var predict = await Run("predict", folder["classify.onnx"], Repository.At("samples", "photos", "tool", "hammer1.jpg"), "--json");
        Assert.True(predict.ExitCode == 0, predict.Error);

        var doctor = await Run("doctor", "--json");
        var check = doctor.Document().GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "training");
        Assert.Equal("note", check.GetProperty("state").GetString());
    }

    // The host refuses to start without a file that this list names.
    private static void ForgetLibTorch(string dependencies)
    {
        var document = JsonNode.Parse(File.ReadAllText(dependencies))!.AsObject();
        foreach (var target in document["targets"]!.AsObject().Select(target => target.Value!.AsObject()))
            foreach (var library in target.Select(library => library.Key).Where(name => name.StartsWith("libtorch-cpu")).ToList()) target.Remove(library);
        AtomicFile.WriteText(dependencies, document.ToJsonString());
    }

    private static bool IsOfLibTorch(string name) =>
        name.Contains("LibTorchSharp") || name.StartsWith("libtorch") || name.StartsWith("torch_cpu") || name.StartsWith("libc10") || name.StartsWith("c10");
}
