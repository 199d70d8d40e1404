using System.Globalization;

namespace Graft.Serving;

/// <summary>A key as it stands in the file: of the key itself only its SHA-256.</summary>
/// <param name="Name">What logs and metrics call it.</param>
/// <param name="Hash">SHA-256 in hexadecimal.</param>
/// <param name="Scopes">predict, metrics, admin.</param>
internal sealed record StoredKey(string Name, string Hash, IReadOnlyList<string> Scopes)
{
    /// <summary>Requests a second; null for no limit.</summary>
    public double? Rate { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <exception cref="GraftException">A scope is not one.</exception>
    public KeyScope Scope() => Scopes.Select(ScopeOf).Aggregate(KeyScope.None, (all, one) => all | one);

    /// <exception cref="GraftException">It is not one.</exception>
    public static KeyScope ScopeOf(string word) =>
        Enum.TryParse<KeyScope>(word, ignoreCase: true, out var scope) && scope != KeyScope.None && !char.IsDigit(word[0]) ? scope
        : throw new GraftException($"'{word}' is not a scope.", "predict, metrics or admin is expected.");

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
}
