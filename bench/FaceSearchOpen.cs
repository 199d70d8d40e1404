using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>How long an encrypted gallery takes to open, and how much memory it holds.</summary>
internal sealed class FaceSearchOpen : IComparison
{
    private const int Queries = 200;

    public string Name => "faces-open";

    public string Description => "faces-open [ROWS] [PERSONS] [ADDRESS]: an encrypted gallery of 1000000 descriptors of 100000 persons, opened in a process "
        + "of its own; with the connection string of a database, in PostgreSQL too";

    public int Run(string[] arguments)
    {
        if (arguments is ["child", var place, var keys]) return Child(place, keys);
        var rows = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000_000;
        var persons = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : rows / 10;
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            Console.WriteLine($"{Measure.Machine()}; {rows} descriptors of 128 values of {persons} persons\n");
            foreach (var (at, gallery) in new[] { Path.Combine(folder, "g.faces") }.Concat(arguments.Skip(2)).Index())
            {
                var keyFile = Path.Combine(folder, $"{at}.key");
                var clock = Stopwatch.StartNew();
                Fill(gallery, keyFile, rows, persons);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{(at == 0 ? "a file" : "PostgreSQL")}: written in {clock.Elapsed.TotalSeconds:0} s")
                    + (at == 0 ? string.Create(CultureInfo.InvariantCulture, $"; {new FileInfo(gallery).Length / 1e6:0} MB") : ""));
                for (var i = 0; i < 3; i++)
                {
                    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Name, "child", gallery, keyFile]))!;
                    process.WaitForExit();
                }
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fill(string place, string keys, int rows, int persons)
    {
        var contract = new FaceContract("synthetic", new string('a', 64), new string('b', 64), "dlib150", "euclidean", 128);
        using var gallery = FaceGallery.Create(place, contract, new() { KeyFile = keys });
        var each = rows / persons;
        foreach (var part in Enumerable.Range(0, persons).Chunk(10_000))
            gallery.EnrollAll([.. part.Select(person => new NewPerson($"Person {person}", () => Enumerable.Range(0, each).Select(sample =>
                new FaceSample(FaceSearch.Face(person, person * each + sample), $"{person * (long)each + sample:x64}"))))]);
    }

    private static int Child(string place, string keys)
    {
        GC.Collect();
        var before = Measure.Resident();
        var clock = Stopwatch.StartNew();
        using var gallery = FaceGallery.Open(place, null, new() { KeyFile = keys });
        var (seconds, cores) = (clock.Elapsed.TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds);
        var peak = Measure.PeakMegabytes();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var rows = gallery.SampleCount * (128 + 512L) / 1e6;
        var held = (Measure.Resident() - before) / 1e6;
        // The same in every store: the names and distances of the nearest ten of 200 faces, with all their digits.
        var (persons, answers) = (gallery.PersonCount, new StringBuilder());
        for (var query = 0; query < Queries; query++)
            foreach (var match in gallery.Search(FaceSearch.Face(query * 4999 % persons, -5 - query)))
                answers.Append(CultureInfo.InvariantCulture, $"{match.Name} {match.Distance:R}\n");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(answers.ToString())))[..16];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"opened in {seconds:0.00} s (6 is wanted), {cores:0.00} s of the processors; {held:0} MB more than before, {held / rows:0.00} of its rows of "
            + $"{rows:0} MB (1.3 is wanted); peak {peak:0} MB; answers {hash}"));
        return 0;
    }
}
