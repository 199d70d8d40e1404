using System.Text.RegularExpressions;

namespace Graft.Conformance.Tests;

public partial class GuideTests
{
    [Fact]
    public void Code_in_the_guide_is_quoted_from_a_program_that_compiles() =>
        Rule.HasNoExceptions(Sources.Committed().Where(file => file.StartsWith("docs/guide/") && file.EndsWith(".md")).SelectMany(StaleQuotes));

    private static IEnumerable<string> StaleQuotes(string page)
    {
        var text = Sources.Text(page).ReplaceLineEndings("\n");
        var quotes = Quote().Matches(text);
        if (quotes.Count != CSharpBlock().Count(text))
            yield return $"{page}: a block of C# has no <!-- quote: FILE#REGION --> before it.";
        foreach (Match quote in quotes)
        {
            var (file, region) = (quote.Groups["file"].Value, quote.Groups["region"].Value);
            if (Region(file, region) != quote.Groups["code"].Value.TrimEnd('\n'))
                yield return $"{page}: the quote of {file}#{region} is stale; the program says:\n{Region(file, region)}";
        }
    }

    private static string Region(string file, string region)
    {
        var lines = Sources.Text(file).ReplaceLineEndings("\n").Split('\n');
        var start = Array.FindIndex(lines, line => line.Trim() == $"#region {region}");
        Assert.True(start >= 0, $"{file} has no region '{region}'.");
        var body = lines.Skip(start + 1).TakeWhile(line => line.Trim() != "#endregion").ToList();
        var indent = body.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', body.Select(line => line.Length > 0 ? line[indent..] : line)).Trim('\n');
    }

    [GeneratedRegex(@"<!-- quote: (?<file>[^#\s]+)#(?<region>\S+) -->\n+```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Quote();

    [GeneratedRegex("^```(?:csharp|cs|c#)", RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();
}
