using System.Globalization;

namespace Graft.Serving;

/// <summary>A key as it stands in the file: of the key itself only its SHA-256.</summary>
/// <param name="Name">What logs and metrics call it.</param>
/// <param name="Hash">SHA-256 in hexadecimal.</param>
/// <param name="Scopes">predict, feedback, metrics, admin.</param>
internal sealed record StoredKey(string Name, string Hash, IReadOnlyList<string> Scopes)
{
    private const int HashDigits = 64;

    /// <summary>Requests a second; null for no limit.</summary>
    public double? Rate { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What is wrong with it as it stands in the file; null for nothing. No word of it is repeated: it may be a key that was written there.</summary>
    public string? Problem()
    {
        if (Name is null || !Runtime.ServedModels.IsName(Name)) return "A key has no proper name.";
        if (Hash is not { Length: HashDigits } || !Hash.All(char.IsAsciiHexDigit))
            return $"The hash of '{Name}' does not have {HashDigits} hexadecimal digits.";
        if (Scopes is null || Scopes.Any(word => TryScope(word) is null)) return $"The scopes of '{Name}' are not {AllScopes}.";
        return Rate is null || (Rate > 0 && double.IsFinite(Rate.Value)) ? null : $"The rate of '{Name}' is not more than 0.";
    }

    /// <exception cref="GraftException">A scope is not one.</exception>
    public KeyScope Scope() => Scopes.Select(ScopeOf).Aggregate(KeyScope.None, (all, one) => all | one);

    /// <exception cref="GraftException">It is not one.</exception>
    public static KeyScope ScopeOf(string word) =>
        TryScope(word) ?? throw new GraftException($"'{word}' is not a scope.", $"{AllScopes} is expected.");

    /// <summary>Requests a second from "20/s" or "600/min".</summary>
    /// <exception cref="GraftException">It is no rate.</exception>
    public static double RateOf(string text)
    {
        var parts = text.Split('/');
        var seconds = parts is [_, "s"] ? 1 : parts is [_, "min"] ? 60 : 0;
        if (seconds > 0 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var count) && count > 0 && double.IsFinite(count))
            return count / seconds;
        throw new GraftException($"'{text}' is not a rate.", "A number of requests such as 20/s or 600/min is expected.");
    }

    private static string AllScopes
    {
        get
        {
            string[] all = [.. Enum.GetNames<KeyScope>().Where(name => name != nameof(KeyScope.None)).Select(name => name.ToLowerInvariant())];
            return $"{string.Join(", ", all[..^1])} or {all[^1]}";
        }
    }

    private static KeyScope? TryScope(string? word) =>
        Enum.TryParse<KeyScope>(word, ignoreCase: true, out var scope) && Enum.IsDefined(scope) && scope != KeyScope.None && char.IsAsciiLetter(word[0])
            ? scope : null;
}
