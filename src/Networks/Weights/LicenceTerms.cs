using System.Text.RegularExpressions;

namespace Graft.Networks;

/// <summary>What the name of a licence says about commercial use.</summary>
internal static partial class LicenceTerms
{
    /// <summary>Whether it forbids commercial use: Creative Commons' NC licences, and those that say so in words.</summary>
    /// <param name="licence">SPDX identifier, a hub's spelling of it, or a sentence.</param>
    public static bool ForbidsCommercialUse(string licence) => NonCommercial().IsMatch(licence);

    /// <summary>The licence, with that said beside it.</summary>
    public static string Describe(string licence) => ForbidsCommercialUse(licence) ? $"{licence} (forbids commercial use)" : licence;

    [GeneratedRegex(@"\bnc\b|non[-\s]?commercial|research[-\s](?:use[-\s])?only", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NonCommercial();
}
