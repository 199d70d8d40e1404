using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Graft.Tests;

namespace Graft.Faces.Tests;

/// <summary>Processes that are killed while they enrol and remove, and processes that write at once. GRAFT_KILLS=100 kills a hundred times.</summary>
public class KillTests(ITestOutputHelper output)
{
    private const int Persons = 6, Faces = 3;
    private const string Variable = "GRAFT_FACES_CHILD";

    [Theory, ClassData(typeof(EachStore))]
    public void A_killed_process_leaves_each_person_whole_or_absent(Store store)
    {
        using var place = new TestStore(store);
        using (place.Create("g")) { }
        var kills = int.Parse(Environment.GetEnvironmentVariable("GRAFT_KILLS") ?? "8", CultureInfo.InvariantCulture);
        var random = new SeededRandom(3);
        var (done, inside) = (0, 0);
        var before = new Dictionary<int, bool>();
        for (var kill = 0; kill < kills; kill++)
        {
            var lines = RunAndKill(place, $"{kill}", random);
            // "enrol 3" is written before, "done" after.
            foreach (var line in lines.Where(line => line.StartsWith("done", StringComparison.Ordinal))
                .Select(line => line.Split(' '))) before[int.Parse(line[2])] = line[1] == "enrol";
            done += lines.Count(line => line.StartsWith("done", StringComparison.Ordinal));
            var open = lines.Count % 2 == 1 ? int.Parse(lines[^1].Split(' ')[1]) : -1;
            if (open >= 0) inside++;
            using var gallery = place.Open("g", SyntheticPeople.Contract);
            var persons = gallery.Persons().ToDictionary(person => person.Name, person => person.Samples);
            Assert.All(persons.Values, count => Assert.Equal(Faces, count));
            Assert.Equal(persons.Count * Faces, gallery.SampleCount);
            gallery.Log();
            for (var person = 0; person < Persons; person++)
            {
                var isThere = persons.ContainsKey(SyntheticPeople.NameOf(person));
                if (person != open) Assert.Equal(before.GetValueOrDefault(person), isThere);
                before[person] = isThere;
                Assert.Equal(isThere, gallery.PersonCount > 0 && gallery.Search(SyntheticPeople.Face(person, 50), 1)[0].Name == SyntheticPeople.NameOf(person));
            }
        }
        output.WriteLine($"{kills} kills, {done} changes finished, {inside} killed within one");
        Assert.True(done > kills / 2);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void Two_processes_that_write_at_once_lose_nothing(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Create("g");
        using Process first = Start(place, "write 0"), second = Start(place, "write 1");
        foreach (var process in new[] { first, second })
        {
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        Assert.Equal((40, 40 * 4), (gallery.PersonCount, gallery.SampleCount));
        gallery.Log();
    }

    [Theory, ClassData(typeof(EachStore))]
    public async Task Several_who_make_one_gallery_at_once_all_open_what_the_first_made(Store store)
    {
        using var place = new TestStore(store);
        for (var round = 0; round < 6; round++)
        {
            var name = $"g{round}";
            using var start = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(part => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                using var made = FaceGallery.OpenOrCreate(place[name], SyntheticPeople.Contract, place.Options(name));
                made.Enroll(SyntheticPeople.NameOf(part), [SyntheticPeople.Sample(part, 0)]);
            }, TaskCreationOptions.LongRunning)));
            using var gallery = place.Open(name);
            Assert.Equal((4, 4), (gallery.PersonCount, gallery.SampleCount));
        }
        Assert.Empty(Directory.GetFiles(place.Folder.Root, "*.tmp"));
    }

    private static List<string> RunAndKill(TestStore place, string seed, SeededRandom random)
    {
        using var process = Start(place, seed);
        List<string> lines = [];
        for (var read = random.Next(10); read >= 0 && process.StandardOutput.ReadLine() is { } line; read--) lines.Add(line);
        Thread.Sleep(random.Next(50));
        process.Kill();
        lines.AddRange(process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        process.WaitForExit();
        // A line that was cut off says nothing.
        return [.. lines.Where(line => line.EndsWith('.')).Select(line => line[..^1])];
    }

    private static Process Start(TestStore place, string work)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        start.Environment[Variable] = $"{place["g"]}|{place.Folder["g.key"]}|{work}";
        return Process.Start(start)!;
    }

    /// <summary>What such a process does, in place of the tests.</summary>
    [ModuleInitializer]
    internal static void Child()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split('|') is not [var path, var keys, var work]) return;
        using (var gallery = FaceGallery.Open(path, SyntheticPeople.Contract, new() { KeyFile = keys }))
        {
            if (work.StartsWith("write", StringComparison.Ordinal)) Write(gallery, int.Parse(work.Split(' ')[1], CultureInfo.InvariantCulture));
            else Change(gallery, ulong.Parse(work, CultureInfo.InvariantCulture));
        }
        Environment.Exit(0);
    }

    // Both write the same forty people, each half of their faces.
    private static void Write(FaceGallery gallery, int part)
    {
        for (var person = 0; person < 40; person++)
            gallery.Enroll(SyntheticPeople.NameOf(person), [SyntheticPeople.Sample(person, 2 * part), SyntheticPeople.Sample(person, 2 * part + 1)]);
    }

    private static void Change(FaceGallery gallery, ulong seed)
    {
        var random = new SeededRandom(seed);
        var there = gallery.Persons().Select(person => person.Name).ToHashSet();
        while (true)
        {
            var person = random.Next(Persons);
            var name = SyntheticPeople.NameOf(person);
            var word = there.Contains(name) ? "remove" : "enrol";
            Console.WriteLine($"{word} {person}.");
            if (there.Remove(name)) gallery.Remove(name);
            else
            {
                SyntheticPeople.Enroll(gallery, person, Faces);
                there.Add(name);
            }
            Console.WriteLine($"done {word} {person}.");
        }
    }
}
