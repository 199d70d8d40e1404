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
        Assert.Matches("float32|bfloat16", precision);
    }
}
