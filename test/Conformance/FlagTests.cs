using System.Reflection;
using System.Text.RegularExpressions;

namespace Graft.Conformance.Tests;

/// <summary>A message of a library reaches people at the terminal and people who write programs: it names a setting for both.</summary>
public partial class FlagTests
{
    private static readonly string[] Programs = ["src/Cli/", "src/Predict/", "src/Server/", "src/Serving/Hosting/"];

    [Fact]
    public void A_flag_in_a_message_of_a_library_is_named_with_its_option() =>
        Rule.HasNoExceptions(Sources.Of("src").Where(file => !Programs.Any(file.StartsWith) && file != "src/Core/Flag.cs" && !file.EndsWith("/ReportStyle.cs"))
            .SelectMany(file => Sources.Text(file).Split('\n').Index().Select(line => (file, number: line.Index + 1, text: line.Item.Trim())))
            .Where(line => !line.text.StartsWith("//") && AnyFlag().Matches(Known().Replace(line.text, "")).Count > 0)
            .Select(line => $"{line.file}:{line.number}: {line.text}"));

    [Fact]
    public void Every_flag_is_one_of_the_command_line_and_every_option_is_public()
    {
        var cli = string.Concat(Sources.Of("src/Cli").Select(Sources.Text));
        Rule.HasNoExceptions(Flag.Options.Keys.Where(flag => !cli.Contains($"\"{flag}\"")));
        var types = Assemblies.Libraries.SelectMany(assembly => assembly.GetExportedTypes()).ToList();
        var properties = types.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(property => new[] { property.Name, $"{type.Name}.{property.Name}" })).ToHashSet();
        Rule.HasNoExceptions(Flag.Options.Values.SelectMany(options => options.Split(", ")).Where(option => !properties.Contains(option)));
        Rule.HasNoExceptions(Flag.Tasks.Values.Where(name => types.All(type => type.Name != name)));
    }

    // Whole commands are for the terminal alone, and say so; a style of a page has names like flags.
    [GeneratedRegex("""curl --data-binary|Flag\.(Of|Task)\("[^"]*"|graft \w+( \w+)?( --[a-z-]+| \{[^}]*\})+|style=\\?"--n:|\[--\w+\]""")]
    private static partial Regex Known();

    [GeneratedRegex("(?<![-\\w])--[a-z](?![a-z-]*:)")]
    private static partial Regex AnyFlag();
}
