using System.Globalization;

namespace Graft.Faces;

/// <summary>LFW's <c>pairs.txt</c>: folds of pairs of photographs, named by person and number.</summary>
internal static class PairsFile
{
    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="GraftException">A line cannot be read.</exception>
    public static IReadOnlyList<FacePair> Read(string path)
    {
        var lines = TextFile.Lines(path).Select(line => line.Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (lines.Count == 0 || lines[0] is not { Length: 1 or 2 } head || head.Any(field => !int.TryParse(field, CultureInfo.InvariantCulture, out _)))
            throw new GraftException($"'{path}' does not begin as LFW's pairs.txt does.",
                "Its first line has the number of folds and of pairs in each, with a tab between.");
        var (folds, each) = head.Length == 2 ? (int.Parse(head[0], CultureInfo.InvariantCulture), int.Parse(head[1], CultureInfo.InvariantCulture))
            : (1, int.Parse(head[0], CultureInfo.InvariantCulture));
        if (folds < 2 || each < 1)
            throw new GraftException($"'{path}' says that it has {folds} folds with {each} pairs each.",
                "Two folds or more with a pair or more are needed: of each fold the accuracy is measured with the threshold that is best on the others.",
                "Take LFW's pairs.txt, which has 10 folds; or bring the distances as a CSV with the columns first, second and distance.");
        var pairs = lines.Skip(1).Select((fields, at) => fields switch
        {
            [var name, var first, var second] => new FacePair(at / 2 / each, Photograph(name, first, at), Photograph(name, second, at), true),
            [var name, var first, var other, var second] => new FacePair(at / 2 / each, Photograph(name, first, at),
                Photograph(other, second, at), false),
            _ => throw Wrong(at),
        }).ToList();
        return pairs.Count == 2L * folds * each ? pairs
            : throw new GraftException($"'{path}' has {Words.Count(pairs.Count, "pair")}.",
                $"Its first line says {folds} folds with {each} pairs of one person and as many of two.");

        string Photograph(string name, string number, int at) => int.TryParse(number, CultureInfo.InvariantCulture, out var value)
            ? $"{name}/{name}_{value:0000}" : throw Wrong(at);

        GraftException Wrong(int at) =>
            new($"'{path}', line {at + 2} is no pair.", "A name and two numbers, or a name and a number twice, with tabs between, are expected.");
    }
}

/// <summary>A pair of photographs.</summary>
/// <param name="Fold">From 0 on.</param>
/// <param name="First">Path below the folder of people, without extension.</param>
/// <param name="Second">The other.</param>
/// <param name="IsMated">Whether both are one person.</param>
internal sealed record FacePair(int Fold, string First, string Second, bool IsMated);
