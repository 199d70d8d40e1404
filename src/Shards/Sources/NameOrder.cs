namespace Graft.Shards;

/// <summary>Names in ordinal order, however many there are, some at a time: what has no room is read again.</summary>
internal static class NameOrder
{
    private const int DefaultHeld = 1 << 16;

    /// <param name="names">Gives all names, in any order; asked again for every further part.</param>
    /// <param name="held">Names that are given at a time; twice as many are in memory.</param>
    public static IEnumerable<string> Of(Func<IEnumerable<string>> names, int held = DefaultHeld)
    {
        string? last = null;
        while (true)
        {
            List<string> lowest = [];
            string? bound = null; // beyond it is nothing that belongs here
            foreach (var name in names())
            {
                if (last is not null && string.CompareOrdinal(name, last) <= 0) continue;
                if (bound is not null && string.CompareOrdinal(name, bound) >= 0) continue;
                lowest.Add(name);
                if (lowest.Count < 2 * held) continue;
                Trim(lowest);
                bound = lowest[^1];
            }
            Trim(lowest);
            foreach (var name in lowest) yield return name;
            if (lowest.Count < held) yield break;
            last = lowest[^1];
        }

        void Trim(List<string> lowest)
        {
            lowest.Sort(StringComparer.Ordinal);
            if (lowest.Count > held) lowest.RemoveRange(held, lowest.Count - held);
        }
    }
}
