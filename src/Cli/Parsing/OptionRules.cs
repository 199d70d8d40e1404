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
        switch (option)
        {
            // "--json photos" would ask whether photos is true.
            case Option<bool>: option.Arity = ArgumentArity.Zero; break;
            case Option<int> number: number.CustomParser = Read<int>; break;
            case Option<int?> number: number.CustomParser = result => Read<int>(result); break;
            case Option<long> number: number.CustomParser = Read<long>; break;
            case Option<long?> number: number.CustomParser = result => Read<long>(result); break;
            case Option<ulong> number: number.CustomParser = Read<ulong>; break;
            case Option<ulong?> number: number.CustomParser = result => Read<ulong>(result); break;
            case Option<float> number: number.CustomParser = Read<float>; break;
            case Option<float?> number: number.CustomParser = result => Read<float>(result); break;
            case Option<double> number: number.CustomParser = Read<double>; break;
            case Option<double?> number: number.CustomParser = result => Read<double>(result); break;
            case Option<string?> when option.HelpName is { } form && form.Contains("=X", StringComparison.Ordinal): option.Validators.Add(RefuseShares); break;
            case Option<string?> when option.HelpName is { } form && form.StartsWith("N,N", StringComparison.Ordinal): option.Validators.Add(RefuseWholeNumbers); break;
        }
    }

    private static T Read<T>(ArgumentResult result)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        if (result.Tokens.Count == 0) return default;
        if (StrictNumber.Read<T>(result.Tokens[^1].Value, NameOf(result), out var value) is { } problem) result.AddError(problem);
        return value;
    }

    private static void RefuseShares(OptionResult result)
    {
        foreach (var (before, term) in Terms(result).Prepend("").Zip(Terms(result)))
        {
            // "ce=0,5" falls apart at its comma.
            if (!term.Contains('=') && before.Contains('=') && term.Length > 0 && term.All(char.IsAsciiDigit))
                result.AddError($"{NameOf(result)} has a comma between its parts, so a number in it has a point: write {before}.{term}.");
            else if (term.Split('=') is [var name, var number] && StrictNumber.Read<double>(number.Trim(), $"{NameOf(result)} {name.Trim()}=", out _) is { } problem)
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
    private static string NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.IdentifierToken?.Value ?? option.Option.Name,
        { Parent: { } parent } => NameOf(parent),
        _ => "It",
    };
}
