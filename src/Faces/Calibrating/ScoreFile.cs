using System.Globalization;
using Graft.Tasks;

namespace Graft.Faces;

/// <summary>A table of scores with both identities: columns first, second and distance, one comparison a line.</summary>
internal static class ScoreFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="GraftException">A column is missing, or a line cannot be read.</exception>
    public static (ComparisonScores Scores, IReadOnlyList<string> Names) Read(string path)
    {
        var lines = TextFile.Lines(path);
        string[] head = lines.Count == 0 ? [] : [.. lines[0].Split(',').Select(column => column.Trim().ToLowerInvariant())];
        int[] columns = [Array.IndexOf(head, "first"), Array.IndexOf(head, "second"), Array.IndexOf(head, "distance")];
        if (columns.Any(column => column < 0))
            throw new GraftException($"'{path}' has the columns '{string.Join(", ", head)}'.",
                "first, second and distance are expected: two identities, and how far their faces are apart.", CommasFor(lines));
        Dictionary<string, int> people = [];
        List<ComparisonScore> scores = [];
        foreach (var (at, line) in lines.Index().Skip(1).Where(line => line.Item.Trim().Length > 0))
        {
            var fields = line.Split(',');
            if (fields.Length != head.Length || !double.TryParse(fields[columns[2]], NumberStyles.Float, CultureInfo.InvariantCulture, out var distance)
                || !double.IsFinite(distance))
                throw new GraftException($"'{path}', line {at + 1}: '{line}' has no distance.",
                    $"{head.Length} fields with a number with a point are expected.");
            scores.Add(new(Number(PersonName.Clean(fields[columns[0]])), Number(PersonName.Clean(fields[columns[1]])), distance));
        }
        return (new ComparisonScores(people.Count, scores), [.. people.Keys]);

        int Number(string name)
        {
            if (!people.TryGetValue(name, out var number)) people[name] = number = people.Count;
            return number;
        }
    }

    /// <summary>What to do where a table has other separators than commas; nothing otherwise.</summary>
    public static string CommasFor(IReadOnlyList<string> lines)
    {
        var head = lines.Count > 0 && !lines[0].Contains(',') ? lines[0] : "";
        var found = head.Contains(';') ? "semicolons" : head.Contains('\t') ? "tabs" : null;
        return found is null ? "" : $"Separate the columns with commas, not with {found}; a number has a point.";
    }
}
