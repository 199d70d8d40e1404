using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Graft.Cli;

/// <summary>A time that the user allows: 90s, 20m, 1h30m.</summary>
internal static partial class TimeOption
{
    /// <summary>The option.</summary>
    /// <param name="description">What the time is for.</param>
    public static Option<string?> Make(string description)
    {
        var option = new Option<string?>("--time") { Description = description, HelpName = "20m" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Seconds(token.Value) is null)
                result.AddError($"--time is a time such as 90s, 20m or 1h30m, and not '{token.Value}'.");
        });
        return option;
    }

    /// <summary>Its seconds; null where it is none, or nothing.</summary>
    public static double? Seconds(string? text)
    {
        if (text is null || Pattern().Match(text) is not { Success: true, Length: > 0 } match) return null;
        var seconds = Part("h") * 3600 + Part("m") * 60 + Part("s");
        return seconds is >= 1 and <= 1e7 ? seconds : null;

        double Part(string name) => match.Groups[name] is { Success: true } group ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^(?:(?<h>\d{1,4}(?:\.\d+)?)h)?(?:(?<m>\d{1,5}(?:\.\d+)?)m)?(?:(?<s>\d{1,7}(?:\.\d+)?)s)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
