using System.Diagnostics;

namespace Graft.EndToEnd.Tests;

/// <summary>
/// Predicting calls nobody and writes nowhere but in its run folder: with an empty home, an empty folder for temporary files, and a network namespace
/// that has no route, in which the kernel counts whoever tries to reach another machine.
/// </summary>
public class QuietTests
{
    private static readonly string[] NoRoute = ["OutNoRoutes", "Ip6OutNoRoutes"];

    [Fact]
    public async Task A_prediction_of_any_task_writes_its_run_folder_and_tries_to_reach_nobody()
    {
        SkipWithoutNamespaces();
        using var folder = new TestFolder();
        foreach (var place in new[] { "models", "home", "temporary", "work" }) Directory.CreateDirectory(folder[place]);
        TinyModels.WriteAll(folder["models"]);
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = folder["home"],
            ["XDG_CACHE_HOME"] = Path.Combine(folder["home"], ".cache"),
            ["XDG_DATA_HOME"] = Path.Combine(folder["home"], ".local", "share"),
            ["TMPDIR"] = folder["temporary"],
            ["GRAFT_HOME"] = folder["caches"],
            ["ORT_DISABLE_TELEMETRY"] = "", // as if it were not set, wherever the tests run
        };
        foreach (var task in TinyModels.Tasks)
        {
            var outcome = await Isolated(folder["work"], environment,
                ["dotnet", CommandLineProcess.Program, "predict", Path.Combine(folder["models"], $"{task}.onnx"),
                    Repository.At("samples", "photos", "tool"), "--save"]);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            Assert.All(Counters(outcome.Output), counter => Assert.Equal(0, counter));
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["home"], "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["temporary"], "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(folder["caches"]));
        Assert.Equal(["runs"], Directory.EnumerateFileSystemEntries(folder["work"]).Select(Path.GetFileName));
        Assert.Equal(["caches", "home", "models", "temporary", "work"],
            Directory.EnumerateFileSystemEntries(folder.Root).Select(Path.GetFileName).Append("caches").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_counter_sees_who_does_try()
    {
        SkipWithoutNamespaces();
        using var folder = new TestFolder();
        var outcome = await Isolated(folder.Root, new Dictionary<string, string>(), ["bash", "-c", "(echo >/dev/tcp/192.0.2.1/80) 2>/dev/null; true"]);
        Assert.Contains(Counters(outcome.Output), counter => counter > 0);
    }

    // After the program, what the namespace counted.
    private static Task<Outcome> Isolated(string folder, IReadOnlyDictionary<string, string> environment, string[] command) =>
        CommandLineProcess.Run(folder,
            ["-n", "sh", "-c", "\"$@\"; code=$?; echo; cat /proc/net/snmp /proc/net/snmp6 /proc/net/dev; exit $code", "sh", .. command],
            environment, "/usr/bin/unshare");

    // What had no route, by either protocol, and the packets that any device sent.
    private static List<long> Counters(string output)
    {
        List<long> counters = [];
        var lines = output.Split('\n');
        for (var at = 0; at + 1 < lines.Length; at++)
        {
            var (names, values) = (Parts(lines[at]), Parts(lines[at + 1]));
            if (lines[at].StartsWith("Ip: Forwarding")) counters.Add(long.Parse(values[Array.IndexOf(names, NoRoute[0])]));
            if (names is [var name, var value] && name == NoRoute[1]) counters.Add(long.Parse(value));
            if (names.Length == 17 && names[0].EndsWith(':') && names[0] != "face") counters.Add(long.Parse(names[10]));
        }
        Assert.True(counters.Count >= 2, output);
        return counters;
    }

    private static string[] Parts(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void SkipWithoutNamespaces()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/unshare"), "Network namespaces are Linux's, and unshare (util-linux) makes them.");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/unshare", ["-n", "true"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, "This user may not make a network namespace.");
    }
}
