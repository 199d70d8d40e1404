using System.Globalization;
using System.Text.RegularExpressions;

namespace Graft.EndToEnd.Tests;

public class DoctorTests
{
    [Fact]
    public async Task The_doctor_finds_everything_working_and_says_so_in_one_json_document()
    {
        var outcome = await CommandLineProcess.Run("doctor", "--json");
        var checks = outcome.Document().GetProperty("checks").EnumerateArray().ToList();
        Assert.DoesNotContain(checks, check => check.GetProperty("state").GetString() == "fails");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(checks, check => check.GetProperty("name").GetString() == "processor");
        Assert.Contains(checks, check => check.GetProperty("found").GetString()!.Contains("telemetry is off"));
        var speed = checks.Single(check => check.GetProperty("name").GetString() == "training speed").GetProperty("found").GetString()!;
        Assert.Matches("ordinary convolutions in channels-(first|last) layout .* depthwise in channels-(first|last) layout", speed);
        var precision = checks.Single(check => check.GetProperty("name").GetString() == "precision").GetProperty("found").GetString()!;
        var training = checks.Single(check => check.GetProperty("name").GetString() == "training").GetProperty("found").GetString()!;
        if (!HasBfloat16())
        {
            Assert.StartsWith("always float32: this processor has no instructions for bfloat16", precision);
            Assert.EndsWith("bfloat16 only emulated, and slow", training);
            return;
        }
        Assert.EndsWith("bfloat16 in hardware", training);
        // Each network with its own ratio, and the precision that follows from it.
        var found = Regex.Match(precision,
            "^each training tries its own network before it begins.*: resnet18 in (.*?), since (.*); efficientnet_lite0 in (.*?), since (.*)$");
        Assert.True(found.Success, precision);
        foreach (var (chosen, reason) in new[] { (found.Groups[1].Value, found.Groups[2].Value), (found.Groups[3].Value, found.Groups[4].Value) })
        {
            var isFaster = Regex.Match(reason, @"a training step is (\d+\.\d+) times as fast in it here, and the first losses are the same to \d");
            Assert.Equal(isFaster.Success ? "bfloat16" : "float32", chosen);
            if (isFaster.Success) Assert.True(double.Parse(isFaster.Groups[1].Value, CultureInfo.InvariantCulture) >= 1.15);
            else Assert.Matches(@"in bfloat16 a training step (has|is only) \d+\.\d+ times|but the first losses differ by|it cannot be told how fast", reason);
        }
    }

    // As the system tells it.
    private static bool HasBfloat16() => File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").Any(line =>
        line.Split([' ', '\t']).Any(word => word is "avx512_bf16" or "amx_bf16" or "bf16"));
}
