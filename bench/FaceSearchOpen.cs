using System.Diagnostics;
using System.Globalization;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>How long an encrypted gallery takes to open, and how much memory it holds.</summary>
internal sealed class FaceSearchOpen : IComparison
{
    public string Name => "faces-open";

    public string Description => "faces-open [ROWS] [PERSONS]: an encrypted gallery of 1000000 descriptors of 100000 persons, opened in a process of its own";

    public int Run(string[] arguments)
    {
        if (arguments is ["child", var path]) return Child(path);
        var rows = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000;
        var persons = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : rows / 10;
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "g.faces");
            var clock = Stopwatch.StartNew();
            Fill(file, rows, persons);
            Console.WriteLine($"{Measure.Machine()}; {rows} descriptors of 128 values of {persons} persons\n");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"written in {clock.Elapsed.TotalSeconds:0} s; {new FileInfo(file).Length / 1e6:0} MB"));
            for (var i = 0; i < 3; i++)
            {
                var start = new ProcessStartInfo(Environment.ProcessPath!, [Name, "child", file]);
                using var process = Process.Start(start)!;
                process.WaitForExit();
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fill(string file, int rows, int persons)
    {
        var contract = new FaceContract("synthetic", new string('a', 64), new string('b', 64), "dlib150", "euclidean", 128);
        using var gallery = FaceGallery.Create(file, contract);
        var each = rows / persons;
        foreach (var part in Enumerable.Range(0, persons).Chunk(10_000))
            gallery.EnrollAll([.. part.Select(person => new NewPerson($"Person {person}", () => Enumerable.Range(0, each).Select(sample =>
                new FaceSample(FaceSearch.Face(person, person * each + sample), $"{person * (long)each + sample:x64}"))))]);
    }

    private static int Child(string file)
    {
        GC.Collect();
        var before = Measure.Resident();
        var clock = Stopwatch.StartNew();
        using var gallery = FaceGallery.Open(file);
        var (seconds, cores) = (clock.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds);
        var peak = Measure.PeakMegabytes();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var rows = gallery.SampleCount * (128 + 512L) / 1e6;
        var held = (Measure.Resident() - before) / 1e6;
        var name = gallery.Search(FaceSearch.Face(77, -5), 1)[0].Name;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"opened in {seconds:0.00} s (6 is wanted), {cores:0.00} s of the processors; {held:0} MB more than before, {held / rows:0.00} of its rows of {rows:0} MB (1.3 is wanted); peak {peak:0} MB; 77 is '{name}'"));
        return 0;
    }
}
