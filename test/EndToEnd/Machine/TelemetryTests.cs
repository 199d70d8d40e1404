namespace Graft.EndToEnd.Tests;

public class TelemetryTests
{
    [Fact]
    public async Task Predicting_leaves_no_file_in_the_users_home()
    {
        using var folder = new TestFolder();
        var home = Directory.CreateDirectory(folder["home"]).FullName;
        TinyModels.Write("classify", folder["model.onnx"]);
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["USERPROFILE"] = home,
            ["XDG_CACHE_HOME"] = Path.Combine(home, ".cache"),
            ["XDG_DATA_HOME"] = Path.Combine(home, ".local", "share"),
            ["XDG_CONFIG_HOME"] = Path.Combine(home, ".config"),
            ["GRAFT_HOME"] = folder["graft"],
            ["ORT_DISABLE_TELEMETRY"] = "", // as if it were not set, wherever the tests run
        };

        var outcome = await CommandLineProcess.Run(Repository.Root,
            ["predict", folder["model.onnx"], "samples/photos/tool/hammer1.jpg", "--json"], environment);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Single(outcome.Document().GetProperty("predictions").EnumerateArray());
        Assert.Empty(Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories));
    }
}
