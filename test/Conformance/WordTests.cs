using System.Text.RegularExpressions;

namespace Graft.Conformance.Tests;

public partial class WordTests
{
    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".props", ".targets", ".md", ".json", ".txt", ".csv", ".py", ".sh", ".cmd", ".slnx", ".html", ".js", ".css", ""];

    [Fact]
    public void Nothing_in_src_is_left_for_later() =>
        Rule.HasNoExceptions(Sources.Of("src").Where(file => LeftForLater().IsMatch(Sources.Text(file))));

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() =>
        Rule.HasNoExceptions(Sources.Committed()
            .Where(file => TextFiles.Contains(Path.GetExtension(file)) && MachinePath().IsMatch(Sources.Text(file))));

    [Fact]
    public void Local_links_in_the_documents_lead_somewhere() =>
        Rule.HasNoExceptions(Sources.Committed().Where(file => file.EndsWith(".md"))
            .SelectMany(file => Link().Matches(Sources.Text(file)).Select(link => (file, target: link.Groups[1].Value)))
            .Where(link => !link.target.Contains("://") && !link.target.StartsWith('#') && !link.target.StartsWith("mailto:"))
            .Where(link => !Path.Exists(Repository.At(Path.GetDirectoryName(link.file)!, link.target.Split('#')[0]))));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    // Spelled with a class each so that this file does not find itself.
    [GeneratedRegex(@"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome/[a-z]+)/|[C]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
