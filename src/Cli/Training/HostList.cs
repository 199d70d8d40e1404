using System.Globalization;

namespace Graft.Cli;

/// <summary>The hosts of a training, from a file with a host in each line: <c>NAME</c>, <c>NAME slots=4</c> or <c>NAME:4</c>.</summary>
/// <param name="Hosts">The hosts.</param>
internal sealed record HostList(IReadOnlyList<(string Name, int Slots)> Hosts)
{
    private const string Expected = "Expected a file with a host in each line.", Example = "For example: node1 slots=4";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Ranks that they are meant for.</summary>
    public int Slots => Hosts.Sum(host => host.Slots);

    /// <exception cref="GraftException">It cannot be read, or a line of it.</exception>
    public static HostList Read(string path)
    {
        if (!File.Exists(path)) throw new GraftException($"'{path}' does not exist.", Expected, Example);
        List<(string, int)> hosts = [];
        foreach (var (number, line) in File.ReadAllLines(path).Index())
        {
            var words = line.Split('#')[0].Replace(" slots=", ":", StringComparison.Ordinal).Trim().Split(':');
            if (words[0].Length == 0) continue;
            var slots = 1;
            var isHost = words.Length switch
            {
                1 => true,
                2 => int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out slots) && slots > 0,
                _ => false,
            };
            if (!isHost || words[0].Contains(' '))
                throw new GraftException($"Line {number + 1} of '{path}' names no host: {line.Trim()}", "Expected NAME, NAME slots=4 or NAME:4.",
                    "Correct it.");
            hosts.Add((words[0], slots));
        }
        return hosts.Count > 0 ? new(hosts) : throw new GraftException($"'{path}' names no host.", Expected, Example);
    }

    /// <summary>Writes the file that a launcher takes.</summary>
    /// <returns>Its path.</returns>
    public string Write(string path, MpiRun family)
    {
        AtomicFile.WriteText(path, string.Concat(Hosts.Select(host => family.IsOpenMpi
            ? FormattableString.Invariant($"{host.Name} slots={host.Slots}\n")
            : FormattableString.Invariant($"{host.Name}:{host.Slots}\n"))));
        return path;
    }

    /// <summary>Those on which a program can be started.</summary>
    public HostList Answering(MpiRun family) => new([.. Hosts.Where(host =>
    {
        using var folder = TemporaryFolder.Create();
        var file = new HostList([host]).Write(Path.Combine(folder.Path, "host"), family);
        using var process = System.Diagnostics.Process.Start(family.Command(1, file, ["true"]))!;
        if (process.WaitForExit(Patience)) return process.ExitCode == 0;
        process.Kill(entireProcessTree: true);
        return false;
    })]);
}
