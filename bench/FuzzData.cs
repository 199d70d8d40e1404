using System.Diagnostics;
using System.Globalization;
using Graft.Tests.DataFuzzing;

namespace Graft.Bench;

/// <summary>Fuzzes the readers of data sets, images and model files for as long as asked, one after the other; what breaks them is kept as a file.</summary>
internal sealed class FuzzData : IComparison
{
    private const int MaxFaults = 40;

    public string Name => "fuzz-data";

    public string Description => "damaged data sets, images and model files for their readers: fuzz-data [seconds] [seed] [subject]";

    public int Run(string[] arguments)
    {
        var seconds = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 60;
        var seed = arguments.Length > 1 ? ulong.Parse(arguments[1], CultureInfo.InvariantCulture) : (ulong)Stopwatch.GetTimestamp();
        var subjects = DataSubjects.All.Append(ModelFileSubject.Make()).Where(subject => arguments.Length < 3 || subject.Name == arguments[2]).ToList();
        Console.WriteLine($"seed {seed}, {seconds.ToString(CultureInfo.InvariantCulture)} s");
        var root = Directory.CreateTempSubdirectory("graft-fuzz-data-").FullName;
        var faults = 0;
        foreach (var subject in subjects) faults += Fuzz(subject, seed, TimeSpan.FromSeconds(seconds / subjects.Count), root);
        Console.WriteLine(faults == 0 ? "no faults" : $"{faults} faults, kept in {root}");
        if (faults == 0) Directory.Delete(root, recursive: true);
        return faults == 0 ? 0 : 1;
    }

    private static int Fuzz(FuzzSubject subject, ulong seed, TimeSpan time, string root)
    {
        var folder = Path.Combine(root, subject.Name.Replace(' ', '-'));
        var fuzzer = new FolderFuzzer(subject, seed, folder);
        var (faults, known) = (0, new HashSet<string>(StringComparer.Ordinal));
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time && faults < MaxFaults;)
        {
            // One of a kind is enough to mend it: the same exception at the same place.
            if (fuzzer.Next() is not { } fault || !known.Add(Kind(fault))) continue;
            var kept = $"{folder}-fault-{++faults}-{Path.GetFileName(fuzzer.Last.Name)}";
            File.WriteAllBytes(kept, fuzzer.Last.Bytes);
            Console.WriteLine($"{kept}: {fault}");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{subject.Name}: {fuzzer.Tried} tried, {fuzzer.Accepted} still accepted, {faults} faults; slowest {fuzzer.Slowest.TotalMilliseconds:0} ms, "
            + $"most memory {fuzzer.MaxMemory / 1e6:0.0} MB"));
        return faults;
    }

    private static string Kind(string fault)
    {
        var lines = fault.Split('\n');
        return string.Concat(lines[0].Where(letter => !char.IsDigit(letter)).Take(40)) + lines.FirstOrDefault(line => line.Contains(" at Graft."));
    }
}
