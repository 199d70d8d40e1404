using System.Text.Json;

namespace Graft.EndToEnd.Tests;

/// <summary>8 bits as a user meets them: written, measured, predicted with, and on a processor without the instructions.</summary>
public sealed class Int8Tests
{
    private const string Emulator = "/usr/bin/qemu-x86_64";

    [Fact]
    public async Task A_run_is_written_in_8_bits_and_answers_nearly_the_same()
    {
        using var folder = await Trained();
        var written = await Run(folder, "export", "runs/classify/photos", "--precision", "int8", "--json");
        var facts = JsonDocument.Parse(written.Output).RootElement;
        Assert.Equal("percentile", facts.GetProperty("quantisation").GetProperty("method").GetString());
        Assert.True(facts.GetProperty("bytes").GetInt64() < 5_000_000);
        Assert.InRange(facts.GetProperty("splits")[0].GetProperty("int8").GetDouble(), 0, 1);

        var single = await Scores(folder, "runs/classify/photos/model.onnx");
        var quantised = await Scores(folder, "runs/classify/photos/model.int8.onnx");
        Assert.Equal("int8", quantised.GetProperty("precision").GetString());
        Assert.False(single.TryGetProperty("precision", out _));
        var (one, other) = (single.GetProperty("predictions")[0], quantised.GetProperty("predictions")[0]);
        Assert.Equal(one.GetProperty("class").GetString(), other.GetProperty("class").GetString());
        Assert.NotEqual(one.GetProperty("score").GetDouble(), other.GetProperty("score").GetDouble());

        var chosen = await Run(folder, "predict", "runs/classify/photos", "photos/fish");
        Assert.Contains("times as fast as that of 32 bits on this processor", chosen.Error);
        await Run(folder, "val", "runs/classify/photos/model.int8.onnx", "photos");
    }

    [Fact]
    public async Task Without_products_of_bytes_the_answers_are_the_same()
    {
        Assert.SkipUnless(File.Exists(Emulator), "qemu-x86_64 of Debian's package qemu-user is not here.");
        using var folder = await Trained();
        await Run(folder, "export", "runs/classify/photos", "--precision", "int8");
        string[] predict = ["predict", "runs/classify/photos/model.int8.onnx", "photos/fish/fish1.jpg", "--json"];
        var here = Scores(await Run(folder, predict));

        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path
            : Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var there = await CommandLineProcess.Run(folder.Root, ["-cpu", "Haswell", dotnet, CommandLineProcess.Program, .. predict], program: Emulator);
        Assert.True(there.ExitCode == 0, there.Error);
        Assert.Equal(here, Scores(there), (one, other) => Math.Abs(one - other) <= 1e-6);
    }

    [Fact]
    public async Task Flags_of_8_bits_need_8_bits()
    {
        var refused = await CommandLineProcess.Run("export", "efficientnet_lite0", "--keep", "stem", "--max-drop", "2");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--keep and --max-drop were given, which are for 8 bits. Add --precision int8, or leave them out.", refused.Error);

        var unread = await CommandLineProcess.Run("export", "efficientnet_lite0", "--max-pixels", "5");
        Assert.Equal(2, unread.ExitCode);
        Assert.Contains("--max-pixels was given, which is for 8 bits.", unread.Error);

        var without = await CommandLineProcess.Run("export", "efficientnet_lite0", "--precision", "int8");
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("--data", without.Error);
    }

    private static async Task<TestFolder> Trained()
    {
        var folder = Photos.TwoClasses(8);
        await Run(folder, "train", "photos", "--strategy", "probe");
        return folder;
    }

    private static async Task<JsonElement> Scores(TestFolder folder, string model) =>
        JsonDocument.Parse((await Run(folder, "predict", model, "photos/fish/fish1.jpg", "--json")).Output).RootElement;

    private static double[] Scores(Outcome outcome) => [.. JsonDocument.Parse(outcome.Output).RootElement.GetProperty("predictions")[0].GetProperty("scores")
        .EnumerateObject().Select(score => score.Value.GetDouble())];

    private static async Task<Outcome> Run(TestFolder folder, params string[] arguments)
    {
        var outcome = await CommandLineProcess.Run(folder.Root, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome;
    }
}
