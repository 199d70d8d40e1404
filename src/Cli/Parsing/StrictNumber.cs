using System.Globalization;
using System.Numerics;

namespace Graft.Cli;

/// <summary>
/// Numbers as the command line takes them: digits with a point for decimals, in every language of the system. What the library would read as another
/// number (0,001 as 1) is refused, and so are separators of thousands and values that are no finite number.
/// </summary>
internal static class StrictNumber
{
    /// <summary>Reads a number.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="flag">The flag or word that it was given to, for the message.</param>
    /// <param name="value">The number; 0 where there is none.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static string? Read<T>(string text, string flag, out T value)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        value = default;
        var isWhole = default(T) is int or long or uint or ulong;
        if (text.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or '.' or 'e' or 'E')
            && T.TryParse(text, isWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value))
            return null;
        value = default;
        return $"{flag} takes {(isWhole ? "a whole number" : "a number")}, not '{text}'.{Meant<T>(text, isWhole)}";
    }

    private static string Meant<T>(string text, bool isWhole)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        var bare = string.Concat(text.Where(letter => letter is not (',' or '_' or '\'' or ' ' or '\u00a0' or '\u202f')));
        var point = text.Replace(',', '.');
        var hasThousands = bare != text && IsNumber(bare) && text.Split(',')[1..].All(part => part.Length >= 3);
        var hasDecimals = !isWhole && point != text && IsNumber(point);
        if (hasDecimals) return $" Decimals have a point: write {point}{(hasThousands && text[0] is not '0' ? $", or {bare} for thousands" : "")}.";
        if (hasThousands) return $" Thousands are not separated: write {bare}.";
        if (!isWhole || !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) return "";
        return string.Create(CultureInfo.InvariantCulture, $" It can be from {T.MinValue} to {T.MaxValue}.");
    }

    private static bool IsNumber(string text) => text.Any(char.IsAsciiDigit) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
