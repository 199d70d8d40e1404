using System.Globalization;
using Graft.Runtime;
using Microsoft.AspNetCore.Http;

namespace Graft.Serving;

/// <summary>How a version is to be tried, as an address says it.</summary>
internal static class TrialQuery
{
    /// <summary>What is said of a canary alone.</summary>
    public static IReadOnlyList<string> OfCanary { get; } = ["share", "by", "max-slowdown"];

    /// <param name="query">as, share, by, max-slowdown.</param>
    /// <param name="version">The version.</param>
    /// <returns>Null where it is to answer everything.</returns>
    /// <exception cref="ServingProblem">400: something is not what it should be.</exception>
    public static TrialWish? Read(IQueryCollection query, string version)
    {
        var kind = query["as"].ToString() switch
        {
            "" or "serving" => (TrialKind?)null,
            "canary" => TrialKind.Canary,
            "shadow" => TrialKind.Shadow,
            var other => throw ServingProblem.BadRequest($"as is '{other}'; serving, canary or shadow is expected."),
        };
        if (kind != TrialKind.Canary && OfCanary.FirstOrDefault(query.ContainsKey) is { } idle)
            throw ServingProblem.BadRequest($"{idle} has no effect without as=canary.");
        if (kind is not { } tried) return null;
        if (version == VersionFile.Newest) throw ServingProblem.BadRequest($"'{version}' cannot be tried; the name of a version is expected.");
        var wish = new TrialWish(version, tried);
        wish = wish with
        {
            Share = Number(query, "share") ?? wish.Share,
            MaxSlowdown = Number(query, "max-slowdown") ?? wish.MaxSlowdown,
            By = query["by"].ToString() switch
            {
                "" or "image" => TrialUnit.Image,
                "key" => TrialUnit.Key,
                var other => throw ServingProblem.BadRequest($"by is '{other}'; image or key is expected."),
            },
        };
        try
        {
            wish.Validate();
        }
        catch (GraftException wrong)
        {
            throw ServingProblem.BadRequest(wrong.Message);
        }
        return wish;
    }

    private static double? Number(IQueryCollection query, string name)
    {
        if (query[name].ToString() is not { Length: > 0 } given) return null;
        return double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number : throw ServingProblem.BadRequest($"{name} is '{given}'; a number is expected.");
    }
}
