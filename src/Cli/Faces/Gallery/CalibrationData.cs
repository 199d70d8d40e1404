using Graft.Data;
using Graft.Faces;
using Graft.Tasks;

namespace Graft.Cli;

/// <summary>What a user brings to measure on, told by its form.</summary>
internal sealed class CalibrationData(string path, string? images, Func<AnalyzerFaces> open, FaceGallery gallery, Terminal terminal,
    CancellationToken cancellation) : IDisposable
{
    private static readonly string[] _parts = ["gallery", "probe", "unknown"];

    // Farther than any two faces are: of a photograph without a face.
    private const double NoFace = 1e3;

    private AnalyzerFaces? _source;

    /// <summary>Measures.</summary>
    /// <exception cref="GraftException">The data cannot be read, or cannot bound the rate.</exception>
    public Measured Run(CalibrationRequest request)
    {
        var run = new CalibrationRun(request, TimeProvider.System);
        if (File.Exists(path) && Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            var (scores, names) = ScoreFile.Read(path);
            return new(run.Run(scores, names), null, null);
        }
        if (File.Exists(path)) return Pairs(run);
        var set = _parts.All(part => Directory.Exists(Path.Combine(path, part))) ? Parts(run)
            : Describe(run, PeopleFolder.WithoutShared(PeopleFolder.Read(path, terminal), terminal), null);
        return new(run.Run(set, Distance), set, null);
    }

    /// <summary>The user's file of groups: columns name and group.</summary>
    /// <exception cref="GraftException">It cannot be read.</exception>
    public static Dictionary<string, string> Groups(string file)
    {
        var lines = TextFile.Lines(file);
        if (lines.Count == 0 || lines[0].Split(',').Select(column => column.Trim().ToLowerInvariant()).ToList() is not ["name", "group"])
            throw new GraftException($"'{file}' does not begin with the columns name and group.", "One person a line is expected.", ScoreFile.CommasFor(lines));
        Dictionary<string, string> groups = [];
        foreach (var (at, line) in lines.Index().Skip(1).Where(line => line.Item.Trim().Length > 0))
        {
            if (line.Split(',') is not [var name, var group] || !groups.TryAdd(PersonName.Clean(name), group.Trim()))
                throw new GraftException($"'{file}', line {at + 1}: '{line}' is no person with a group, or is there twice.");
        }
        return groups;
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();

    private AnalyzerFaces Source
    {
        get
        {
            _source ??= open();
            if (_source.Contract.Hash != gallery.Contract.Hash)
                throw new GraftException($"The gallery '{gallery.Path}' holds descriptors of {gallery.Contract.Descriptor}.");
            return _source;
        }
    }

    private double Distance(float[] first, float[] second) => gallery.Contract.Distance(first, second);

    private FaceSet Parts(CalibrationRun run)
    {
        var people = _parts.SelectMany(part => PeopleFolder.Read(Path.Combine(path, part), terminal).Select(person => (Part: part, Person: person))).ToList();
        var known = people.Where(entry => entry.Part == "gallery").Select(entry => entry.Person.Name).ToHashSet();
        if (people.FirstOrDefault(entry => entry.Part == "probe" && !known.Contains(entry.Person.Name)).Person is { } nobody)
            throw new GraftException($"'{nobody.Name}' is in probe/ and not in gallery/.", "", "Strangers are in unknown/.");
        if (people.FirstOrDefault(entry => entry.Part == "unknown" && known.Contains(entry.Person.Name)).Person is { } both)
            throw new GraftException($"'{both.Name}' is in gallery/ and in unknown/.", "A person is one or the other.");
        var roles = people.SelectMany(entry => entry.Person.Files
            .Select(file => (file, Role: entry.Part == "gallery" ? FaceRole.Enrolled : FaceRole.Asking))).ToDictionary();
        return Describe(run, PeopleFolder.WithoutShared([.. people.GroupBy(entry => entry.Person.Name)
            .Select(own => new PersonImages(own.Key, [.. own.SelectMany(entry => entry.Person.Files)]))], terminal), file => roles[file]);
    }

    private FaceSet Describe(CalibrationRun run, IReadOnlyList<PersonImages> people, Func<string, FaceRole>? roleOf)
    {
        run.GroupsOf([.. people.Select(person => PersonName.Clean(person.Name))]); // photographs take long to describe
        using var display = new EventDisplay(terminal);
        return FaceSet.Describe(people, Source, roleOf, (done, all) => display.Report(new RunEvent.Progress("describing", done, all)), cancellation);
    }

    private Measured Pairs(CalibrationRun run)
    {
        var root = images ?? throw new GraftException($"'{path}' names photographs.", "", "Say with --images in which folder they are.");
        var pairs = PairsFile.Read(path);
        var files = pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().ToDictionary(name => name, name => Photograph(root, name));
        var people = files.GroupBy(file => file.Key.Split('/')[0]).Select(own => new PersonImages(own.Key, [.. own.Select(file => file.Value)])).ToList();
        var set = Describe(run, people, null);
        var faces = set.Faces.ToDictionary(face => face.File);
        var numbers = people.Index().ToDictionary(person => person.Item.Name, person => person.Index);
        List<ComparisonScore> scores = [];
        List<(int Fold, bool IsMated, double Distance)> rows = [], described = [];
        foreach (var pair in pairs)
        {
            var isThere = faces.TryGetValue(files[pair.First], out var first) & faces.TryGetValue(files[pair.Second], out var second);
            // A pair without a face is said to be two people, and is an error where it is one.
            var distance = isThere ? Distance(first!.Descriptor, second!.Descriptor) : NoFace;
            rows.Add((pair.Fold, pair.IsMated, distance));
            if (!isThere) continue;
            described.Add((pair.Fold, pair.IsMated, distance));
            scores.Add(new(numbers[pair.First.Split('/')[0]], numbers[pair.Second.Split('/')[0]], distance));
        }
        if (described.DistinctBy(pair => pair.Fold).Count() < 2)
            throw new GraftException($"Of the pairs of '{path}' both faces are found in fewer than two folds.",
                "Of each fold the accuracy is measured with the threshold that is best on the others.", "Check the photographs below --images.");
        var (accuracy, error) = VerificationReport.ViewTwo(described);
        string[] names = [.. people.Select(person => PersonName.Clean(person.Name))];
        var report = run.Run(new ComparisonScores(people.Count, scores), names) with { Failures = set.Failures.Sum(), Photographs = files.Count };
        return new(report, set, new ViewTwoDto(accuracy, error, VerificationReport.ViewTwo(rows).Accuracy, pairs.Count));
    }

    private static string Photograph(string root, string name)
    {
        var folder = Path.GetDirectoryName(Path.Combine(root, name))!;
        return (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"{Path.GetFileName(name)}.*").Where(ImageFiles.IsImage)
            .Order(StringComparer.Ordinal).FirstOrDefault() : null)
            ?? throw new GraftException($"There is no photograph '{name}' in '{root}'.", "pairs.txt names NAME/NAME_0001.",
                "Give the folder of LFW with --images.");
    }
}

/// <summary>What was measured, and on whom.</summary>
/// <param name="Report">The rates.</param>
/// <param name="Set">The faces; null of scores.</param>
/// <param name="ViewTwo">Of LFW's pairs.</param>
internal sealed record Measured(CalibrationReport Report, FaceSet? Set, ViewTwoDto? ViewTwo);

/// <summary>LFW's View 2.</summary>
/// <param name="Accuracy">Mean over the folds, of pairs with faces.</param>
/// <param name="StandardError">Over the folds.</param>
/// <param name="AccuracyWithFailures">The same with pairs without a face counted as two people.</param>
/// <param name="Pairs">All pairs.</param>
internal sealed record ViewTwoDto(double Accuracy, double StandardError, double AccuracyWithFailures, int Pairs);
