using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Graft.Imaging;

namespace Graft.Cli;

/// <summary><c>--memory</c> and <c>--max-pixels</c>, which every verb that decodes images has: they hold for the process.</summary>
internal static partial class ImageOptions
{
    private const string Memory = "--memory", MaxPixels = "--max-pixels";

    /// <summary>For the verbs below a command.</summary>
    public static void Apply(Command command)
    {
        foreach (var child in command.Subcommands)
        {
            if (child is Verb { DecodesImages: true } verb)
            {
                child.Add(MakeMemory());
                child.Add(MakeMaxPixels(verb.MaxPixels));
            }
            Apply(child);
        }
    }

    /// <summary>Sets what was given.</summary>
    public static void Use(ParseResult parsed)
    {
        if (Given(parsed, Memory) is { Tokens: [.., var memory] } && Bytes(memory.Value) is { } bytes) MemoryBudget.Limit = bytes;
        if (PixelsOf(parsed) is { } pixels) DecodeOptions.ProcessMaxPixels = pixels;
    }

    /// <summary>What <c>--max-pixels</c> says; null where it is not given.</summary>
    public static long? PixelsOf(ParseResult parsed) => Given(parsed, MaxPixels)?.GetValueOrDefault<long>();

    /// <summary>Those that are given, for a verb that decodes images only sometimes.</summary>
    public static IEnumerable<string> NamesGiven(ParseResult parsed) => new[] { Memory, MaxPixels }.Where(name => Given(parsed, name) is not null);

    private static OptionResult? Given(ParseResult parsed, string name) =>
        parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(option => option.Option.Name == name && !option.Implicit);

    private static Option<long?> MakeMaxPixels(long otherwise)
    {
        var option = new Option<long?>(MaxPixels)
        {
            Description = $"images with more pixels are refused by their header (default: {otherwise})",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() is < 1 or > DecodeOptions.LargestMaxPixels)
                result.AddError($"{MaxPixels} is a number from 1 to {DecodeOptions.LargestMaxPixels}.");
        });
        return option;
    }

    private static Option<string?> MakeMemory()
    {
        var option = new Option<string?>(Memory)
        {
            Description = "memory that the process may use for images: decoding, tiles, composing (default: half of what is free)",
            HelpName = "SIZE",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Bytes(token.Value) is not >= 64_000_000))
                result.AddError($"{Memory} takes a number of megabytes or gigabytes with its unit, at least 64MB, such as 1.5GB, not '{token.Value}'.");
        });
        return option;
    }

    private static long? Bytes(string text)
    {
        if (Form().Match(text) is not { Success: true } match
            || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        var bytes = number * match.Groups[2].Value.ToUpperInvariant() switch { "MB" => 1e6, "GB" => 1e9, "MIB" => 1 << 20, _ => 1 << 30 };
        return bytes < long.MaxValue ? (long)bytes : null;
    }

    [GeneratedRegex(@"^(\d{1,9}(?:\.\d{1,6})?) ?(MB|GB|MiB|GiB)$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
