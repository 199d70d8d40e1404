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

    /// <summary>What the field has another word for, in identifiers, strings, comments and documents; the word beside it is the one to use.</summary>
    private static readonly (string Unwanted, string Wanted)[] Glossary =
    [
        ("[Pp]icture", "image"),
        ("(?<![Cc]on)[Ff]igure", "metric, value or number"),
        ("[Oo]utline", "polygon"),
        ("\\bUsual(?:[A-Z]|\\b)|[a-z]Usual|\\busual (?:ones?|values?)\\b", "default"),
        ("\\b_?[Mm]ost[A-Z]", "max"),
        ("\\b_?[Ll]east[A-Z]", "min"),
        ("FoldSquares", "SpaceToDepth"),
        ("LeaveOut", "DropPath"),
        ("HasChance", "IsStochastic"),
        ("TowardsTuned", "WeightInterpolation"),
        ("[a-z]Account\\b|\\bAccount\\b", "MetricAccumulator"),
        ("(?:Train|Epoch|Step|Phase|Inspection|Object|Prediction|Weights|Segment|Detector)Facts\\b", "Result, Summary or Dto"),
        ("\\b(?:[Tt]raining|[Vv]alidation|[Tt]est|train|val) sides?\\b|\\bSides\\b(?! of| that)|SidesOf", "split"),
        ("\\brightly\\b", "correctly"),
        ("gone on from|known by heart|looked at for|is no share\\b", "resumed, overfitted, inspected, is not a valid share"),
    ];

    /// <summary>File formats and interfaces that users have, names of other libraries, HTML.</summary>
    private static readonly string[] WordsThatStay =
    [
        "picture_sizes", // an input of model files
        "JsonPropertyName\\(\"(?:validationF|f)igure\"\\)", // keys of events.jsonl
        "\\$\"pictures-\\{", // a file in the user's cache
        "OutlineColor", // ScottPlot
        "</?(?:figure|picture)\\b|figcaption|\\bfigure(?= *\\{| img)", // HTML and its styles
        "sealed record Sides|\\(Sides |, Sides |static Sides |<DownloadPiece> Sides|= Sides\\(|in Sides\\(", // edges of boxes, files beside a download
    ];

    [Fact]
    public void Words_are_the_fields_own()
    {
        var stay = new Regex(string.Join('|', WordsThatStay));
        var glossary = Glossary.Select(word => (Pattern: new Regex(word.Unwanted), word.Wanted)).ToList();
        Rule.HasNoExceptions(Sources.Committed()
            .Where(file => file is "README.md" or "CONTRIBUTING.md" || file.StartsWith("docs/") && file.EndsWith(".md")
                || (file.StartsWith("src/") || file.StartsWith("samples/guide/")) && file.EndsWith(".cs"))
            .SelectMany(file => Sources.Text(file).Split('\n').Select((line, at) => (file, at, text: stay.Replace(line, ""))))
            .SelectMany(line => glossary.Where(word => word.Pattern.IsMatch(line.text))
                .Select(word => $"{line.file}({line.at + 1}): '{word.Pattern.Match(line.text).Value}', say {word.Wanted}")));
    }

    [Fact]
    public void Paths_that_the_documents_name_exist() =>
        Rule.HasNoExceptions(new[] { "docs/architecture.md", "docs/how-to-add.md" }
            .SelectMany(file => NamedPath().Matches(Sources.Text(file)).Select(path => (file, path: path.Groups[1].Value)))
            .Where(named => !named.path.Contains("NAME") && !Path.Exists(Repository.At(named.path)))
            .Select(named => $"{named.file}: {named.path}"));

    [GeneratedRegex("`((?:src|test|eng|samples|bench)/[^`]*?)/?`")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex LeftForLater();

    // Spelled with a class each so that this file does not find itself.
    [GeneratedRegex(@"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome/[a-z]+)/|[C]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
