using System.CommandLine;
using System.CommandLine.Parsing;

namespace Graft.Cli;

/// <summary>Options that take one of a few words.</summary>
internal static class Choices
{
    /// <summary>The words, as the help shows them; empty where any word is taken.</summary>
    public static IReadOnlyList<string> Of(Option option)
    {
        // A word with a value behind it (mlflow=URL) is looked at by whoever takes it.
        if (option.HelpName is { } help && help.Contains('|')) return help.Contains('=') ? [] : help.Split('|');
        var type = option.ValueType.IsArray ? option.ValueType.GetElementType()! : Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (type.IsEnum) return [.. Enum.GetNames(type).Select(name => char.ToLowerInvariant(name[0]) + name[1..])];
        return type == typeof(string) ? [.. option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(item => item.Label)] : [];
    }

    /// <summary>What is wrong with the words that were given, each with the one that was probably meant.</summary>
    public static IEnumerable<string> Problems(OptionResult given)
    {
        var words = Of(given.Option);
        if (words.Count == 0) yield break;
        var name = given.IdentifierToken?.Value ?? given.Option.Name;
        foreach (var token in given.Tokens.Select(token => token.Value).Where(token => !words.Contains(token, StringComparer.OrdinalIgnoreCase)))
        {
            var meant = Spelling.Nearest(token, words) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            yield return $"'{token}' is not a value of {name}: it takes {List(words)}.{meant}";
        }
    }

    /// <summary>
    /// Puts an option that may stand alone, and is followed by a word that it does not take, behind everything else: in "--class-weights photos" the
    /// folder is the data.
    /// </summary>
    public static string[] StandAlone(string[] arguments, Command command)
    {
        var options = command.Options.Where(CanStandAlone).ToList();
        if (options.Count == 0) return arguments;
        var (before, behind) = (new List<string>(), new List<string>());
        var end = Array.IndexOf(arguments, "--") is >= 0 and var found ? found : arguments.Length;
        for (var at = 0; at < end; at++)
        {
            var option = options.FirstOrDefault(option => option.Name == arguments[at] || option.Aliases.Contains(arguments[at]));
            var isAlone = option is not null && at + 1 < end && Spelling.Nearest(arguments[at + 1], Of(option)) is null;
            (isAlone ? behind : before).Add(arguments[at]);
        }
        return [.. before, .. behind, .. arguments[end..]];
    }

    private static bool CanStandAlone(Option option) =>
        option.Arity is { MinimumNumberOfValues: 0, MaximumNumberOfValues: 1 } && option is not Option<bool> && Of(option).Count > 0;

    private static string List(IReadOnlyList<string> words) =>
        words.Count == 1 ? $"only {words[0]}" : $"{string.Join(", ", words.Take(words.Count - 1))} or {words[^1]}";
}
