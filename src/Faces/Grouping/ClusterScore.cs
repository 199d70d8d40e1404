namespace Graft.Faces;

/// <summary>How well groups agree with names: B-cubed (Bagga and Baldwin 1998), and pairs of faces.</summary>
/// <param name="Precision">Mean over faces of the share of its group that is of its person.</param>
/// <param name="Recall">Mean over faces of the share of its person that is in its group.</param>
/// <param name="PairPrecision">Share of the pairs in one group that are of one person; NaN without such pairs.</param>
/// <param name="PairRecall">Share of the pairs of one person that are in one group; NaN without such pairs.</param>
internal sealed record ClusterScore(double Precision, double Recall, double PairPrecision, double PairRecall)
{
    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Computes it.</summary>
    /// <param name="groups">The group of each face; -1 for a face alone, which is a group of its own.</param>
    /// <param name="people">Whose each face is.</param>
    public static ClusterScore Of(IReadOnlyList<int> groups, IReadOnlyList<int> people)
    {
        int[] own = [.. groups.Select((group, face) => group < 0 ? -1 - face : group)];
        var (precision, recall) = (0.0, 0.0);
        long together = 0, ofOne = 0, both = 0;
        for (var i = 0; i < own.Length; i++)
        {
            int sameGroup = 0, samePerson = 0, same = 0;
            for (var j = 0; j < own.Length; j++)
            {
                var (isGroup, isPerson) = (own[i] == own[j], people[i] == people[j]);
                if (isGroup) sameGroup++;
                if (isPerson) samePerson++;
                if (isGroup && isPerson) same++;
                if (j >= i) continue;
                if (isGroup) together++;
                if (isPerson) ofOne++;
                if (isGroup && isPerson) both++;
            }
            precision += same / (double)sameGroup;
            recall += same / (double)samePerson;
        }
        return new(precision / own.Length, recall / own.Length, both / (double)together, both / (double)ofOne);
    }
}
