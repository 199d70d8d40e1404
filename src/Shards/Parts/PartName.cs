using System.Globalization;
using System.Text.RegularExpressions;

namespace Graft.Shards;

/// <summary>Names of parts: <c>part-00007-of-00064.parquet</c>.</summary>
internal static partial class PartName
{
    public static string Of(int shard, int shards) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:00000}-of-{shards:00000}.parquet");

    /// <summary>The numbers in a name; null for another file.</summary>
    public static (int Shard, int Shards)? Parse(string name) =>
        Pattern().Match(name) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, out var shard) && int.TryParse(match.Groups[2].Value, out var shards) && shard < shards ? (shard, shards) : null;

    [GeneratedRegex(@"^part-(\d{5,9})-of-(\d{5,9})\.parquet$")]
    private static partial Regex Pattern();
}
