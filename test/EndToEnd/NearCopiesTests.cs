using System.CommandLine;
using Graft.Cli;
using Graft.Data;
using Graft.Imaging;

namespace Graft.EndToEnd.Tests;

/// <summary>Which images stay together is decided by one option, for every verb that divides images or shows how they divide.</summary>
public sealed class NearCopiesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data", "inspect")]
    [InlineData("data", "split")]
    [InlineData("data", "convert")]
    [InlineData("train")]
    [InlineData("models")]
    public void Every_verb_has_the_same_option(params string[] verb)
    {
        Command command = Verbs.Root(new Terminal(TextWriter.Null, TextWriter.Null));
        foreach (var word in verb) command = command.Subcommands.Single(child => child.Name == word);
        var option = command.Options.Single(option => option.Name == "--near-copies");
        Assert.Equal(NearCopies.Option().Description, option.Description);
        Assert.Equal("N or off", option.HelpName);
    }

    [Theory]
    [InlineData("off", -1)]
    [InlineData("0", 0)]
    [InlineData("11", 11)]
    [InlineData(null, 10)]
    public void It_is_a_number_of_bits_or_off(string? given, int bits)
    {
        var command = new Command("train");
        var options = new TrainOptions(command);
        var parsed = command.Parse(given is null ? "photos" : $"photos --near-copies {given}");
        foreach (var row in TaskTable.Rows) Assert.Equal(bits, options.Read(parsed, row.Request("photos")).NearDuplicateBits);
        Assert.Equal(bits, NearCopies.Bits(given));
    }

    [Theory]
    [InlineData("12")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1,5")]
    public async Task Anything_else_is_refused_by_name(string given)
    {
        var error = new StringWriter();
        string[] arguments = ["data", "inspect", Repository.At("samples", "photos"), $"--near-copies={given}"];
        Assert.Equal(2, await CommandLine.Run(arguments, new Terminal(TextWriter.Null, error)));
        Assert.Contains($"--near-copies is off or a whole number from 0 to 11, not '{given}'.", error.ToString());
    }

    [Fact]
    public async Task Images_of_a_fixed_camera_are_divided_where_it_is_off()
    {
        WriteCamera();
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await CommandLine.Run(["data", "inspect", _folder["camera"]], new Terminal(output, error)));
        Assert.Contains("1 of nearly identical images", output.ToString());
        Assert.Contains("24 of 24 images show nearly the same", output.ToString().ReplaceLineEndings(" "));
        // What comes next is not refused.
        Assert.EndsWith("--near-copies off", error.ToString().TrimEnd());

        error = new StringWriter();
        Assert.Equal(2, await CommandLine.Run(["train", _folder["camera"], "--project", _folder["runs"]], new Terminal(TextWriter.Null, error)));
        Assert.Contains("--near-copies off", error.ToString().ReplaceLineEndings(" "));

        var split = await CommandLineProcess.Run("data", "split", _folder["camera"], "--near-copies", "off", "--out", _folder["split.csv"], "--json");
        Assert.Equal(0, split.ExitCode);
        Assert.Equal((20, 4), (split.Document().GetProperty("train").GetInt32(), split.Document().GetProperty("val").GetInt32()));
    }

    private void WriteCamera()
    {
        var random = new SeededRandom(6);
        var coarse = new RgbImage(8, 8);
        for (var at = 0; at < coarse.Pixels.Length; at++) coarse.Pixels[at] = (byte)random.Next(256);
        var scene = Resampler.Resize(coarse, 160, 120, Interpolation.Bicubic);
        for (var i = 0; i < 24; i++)
        {
            var pixels = scene.Pixels.ToArray();
            for (var y = 0; y < 8; y++) pixels.AsSpan(480 * (4 * i + y) + 30 * (i % 10), 24).Fill((byte)(10 * i));
            var place = Directory.CreateDirectory(_folder[$"camera/{(i % 2 == 0 ? "open" : "shut")}"]).FullName;
            File.WriteAllBytes(Path.Combine(place, $"{i}.jpg"), ImageEncoder.EncodeJpeg(new RgbImage(160, 120, pixels), 90));
        }
    }
}
