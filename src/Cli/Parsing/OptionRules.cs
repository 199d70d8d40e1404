using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;

namespace Graft.Cli;

/// <summary>
/// What holds for the options of all verbs, put on them in one place when the command line is built: numbers are read strictly, a switch takes no
/// value, and of lists every part is looked at. A verb need not think of it.
/// </summary>
internal static class OptionRules
{
    /// <summary>For a verb and those below it.</summary>
    public static void Apply(Command command)
    {
        foreach (var option in command.Options) Apply(option);
        foreach (var child in command.Subcommands) Apply(child);
    }

    private static void Apply(Option option)
    {
        Action<OptionResult>? refuse = null;
        if (option.ValueType == typeof(string)) option.Validators.Insert(0, RefuseEmpty);
        switch (option)
        {
            // "--json photos" would ask whether photos is true.
            case Option<bool>: option.Arity = ArgumentArity.Zero; break;
            case Option<int> number: (number.CustomParser, refuse) = (Read<int>, Refuse<int>); break;
            case Option<int?> number: (number.CustomParser, refuse) = (result => Read<int>(result), Refuse<int>); break;
            case Option<long> number: (number.CustomParser, refuse) = (Read<long>, Refuse<long>); break;
            case Option<long?> number: (number.CustomParser, refuse) = (result => Read<long>(result), Refuse<long>); break;
            case Option<ulong> number: (number.CustomParser, refuse) = (Read<ulong>, Refuse<ulong>); break;
            case Option<ulong?> number: (number.CustomParser, refuse) = (result => Read<ulong>(result), Refuse<ulong>); break;
            case Option<float> number: (number.CustomParser, refuse) = (Read<float>, Refuse<float>); break;
            case Option<float?> number: (number.CustomParser, refuse) = (result => Read<float>(result), Refuse<float>); break;
            case Option<double> number: (number.CustomParser, refuse) = (Read<double>, Refuse<double>); break;
            case Option<double?> number: (number.CustomParser, refuse) = (result => Read<double>(result), Refuse<double>); break;
            case Option<string?> when option.HelpName is { } form && form.Contains("=X", StringComparison.Ordinal): refuse = RefuseShares; break;
            case Option<string?> when option.HelpName is { } form && form.StartsWith("N,N", StringComparison.Ordinal): refuse = RefuseWholeNumbers; break;
        }
        // Before what a verb itself says of the value, which then is not the user's.
        if (refuse is not null) option.Validators.Insert(0, refuse);
    }

    private static T Read<T>(ArgumentResult result)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        // A parser that refuses would make every look at the value throw.
        if (result.Tokens.Count == 0) return default;
        StrictNumber.Read<T>(result.Tokens[^1].Value, "", out var value);
        return value;
    }

    private static void Refuse<T>(OptionResult result)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        foreach (var token in result.Tokens)
            if (StrictNumber.Read<T>(token.Value, NameOf(result), out _) is { } problem) result.AddError(problem);
    }

    // As of a variable that a script forgot to set.
    private static void RefuseEmpty(OptionResult result)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{NameOf(result)} has an empty value.");
    }

    private static void RefuseShares(OptionResult result)
    {
        foreach (var (before, term) in Terms(result).Prepend("").Zip(Terms(result)))
        {
            // "ce=0,5" falls apart at its comma.
            if (!term.Contains('=') && before.Contains('=') && term.Length > 0 && term.All(char.IsAsciiDigit))
                result.AddError($"{NameOf(result)} has a comma between its parts, so a number in it has a point: write {before}.{term}.");
            else if (term.Split('=') is [var name, var number]
                && StrictNumber.Read<double>(number.Trim(), $"{NameOf(result)} {name.Trim()}=", out _) is { } problem)
                result.AddError(problem);
        }
    }

    private static void RefuseWholeNumbers(OptionResult result)
    {
        foreach (var term in Terms(result))
            if (StrictNumber.Read<int>(term, NameOf(result), out _) is not null)
                result.AddError($"{NameOf(result)} takes whole numbers with commas between them, not '{term}'.");
    }

    private static IEnumerable<string> Terms(OptionResult result) => result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries));

    /// <summary>The option as the user typed it.</summary>
    private static string NameOf(OptionResult result) => result.IdentifierToken?.Value ?? result.Option.Name;
}
