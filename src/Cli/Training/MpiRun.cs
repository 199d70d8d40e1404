using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Graft.Cli;

/// <summary>The system's launcher of MPI processes, whose options differ with its family.</summary>
/// <param name="Path">The program.</param>
/// <param name="IsOpenMpi">OpenMPI's; otherwise Hydra, of MPICH and its relatives.</param>
internal sealed record MpiRun(string Path, bool IsOpenMpi)
{
    private const string SetSession = "/usr/bin/setsid", SetPrivileges = "/usr/bin/setpriv";

    /// <exception cref="GraftException">There is none.</exception>
    public static MpiRun Find()
    {
        var named = Environment.GetEnvironmentVariable(RankLauncher.LauncherVariable);
        foreach (var path in named is { Length: > 0 } ? [named] : new[] { "mpirun", "mpiexec" })
            if (Output(path, "--version") is { } version)
                return new(path, version.Contains("Open MPI", StringComparison.Ordinal) || version.Contains("OpenRTE", StringComparison.Ordinal));
        throw new GraftException(named is { Length: > 0 } ? $"'{named}' cannot be started." : "mpirun is not installed: it starts the ranks.",
            "Expected OpenMPI or MPICH.", "Debian: `apt-get install openmpi-bin`, on every host; or leave --ranks out.");
    }

    /// <summary>The command that starts ranks.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="hosts">A file of hosts, in the family's form; null for this one.</param>
    /// <param name="program">What each rank runs.</param>
    public ProcessStartInfo Command(int ranks, string? hosts, IReadOnlyList<string> program)
    {
        var count = ranks.ToString(CultureInfo.InvariantCulture);
        // Ranks divide the threads of their host themselves: bound to a core each they could not.
        List<string> options = IsOpenMpi
            ? ["-np", count, "--bind-to", "none", "--oversubscribe", .. hosts is null ? [] : new[] { "--hostfile", hosts }]
            : ["-n", count, .. hosts is null ? [] : new[] { "-f", hosts }];
        if (IsOpenMpi) options.AddRange(Own().Prepend(RankLauncher.Variable).SelectMany(name => new[] { "-x", name }));
        string[] words = [.. Around(), Path, .. options, .. program];
        var start = new ProcessStartInfo(words[0], words.Skip(1));
        start.Environment[RankLauncher.Variable] = "1";
        if (IsOpenMpi && Environment.UserName == "root")
            start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        return start;
    }

    // Hydra hands every variable on.
    private static IEnumerable<string> Own() => Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(name => name.StartsWith("GRAFT_", StringComparison.Ordinal) && name != RankLauncher.Variable).Order(StringComparer.Ordinal);

    // Ctrl-C of a terminal comes once, from here; and where this process is ended the ranks are too.
    private static IEnumerable<string> Around() => OperatingSystem.IsLinux() && File.Exists(SetSession)
        ? [.. File.Exists(SetPrivileges) ? new[] { SetPrivileges, "--pdeathsig", "TERM" } : [], SetSession, "--wait"] : [];

    private static string? Output(string path, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true });
            var text = process?.StandardOutput.ReadToEnd();
            process?.WaitForExit();
            return text;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
