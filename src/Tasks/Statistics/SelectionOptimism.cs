using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>What a candidate (the weights of an epoch, a blend) says to the images that choose among several.</summary>
/// <param name="Right">Whether each image is right.</param>
/// <param name="Losses">The loss of each image.</param>
[JsonConverter(typeof(CandidateAnswersConverter))]
internal sealed record CandidateAnswers(bool[] Right, float[] Losses);

/// <summary>By how much the accuracy of a chosen candidate is too high on the images that chose it.</summary>
internal static class SelectionOptimism
{
    private const int Resamples = 500;

    /// <summary>
    /// The choice is made again on resamples of the images, and judged by the images that a resample leaves out (Tsamardinos, Greasidou and
    /// Borboudakis 2018, arXiv:1708.07180). Copies are drawn or left out together: a copy left out would know what the choice knew.
    /// </summary>
    /// <param name="candidates">All that were chosen among, with answers to the same images.</param>
    /// <param name="byLoss">Whether the lowest loss decided; else the highest accuracy, and of equals the lowest loss.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="units">The unit of each image, see <see cref="CopyUnits"/>; null where none are copies.</param>
    /// <returns>0 or more; null where there was no choice, or too few images.</returns>
    public static double? Of(IReadOnlyList<CandidateAnswers> candidates, bool byLoss, ulong seed, IReadOnlyList<int>? units = null)
    {
        if (candidates.Count < 2) return null; // where nothing was kept of them, nothing says how many images there were
        var images = candidates[0].Right.Length;
        CopyUnits.Check(units, images);
        if (CopyUnits.Count(units, images) < MetricInterval.Fewest) return null;
        int[][] sets = [.. Enumerable.Range(0, images).GroupBy(i => units?[i] ?? i).Select(set => set.ToArray())];
        var random = SeededRandom.For(seed, "optimism");
        var times = new int[images];
        var (sum, count) = (0.0, 0);
        for (var resample = 0; resample < Resamples; resample++)
        {
            Array.Clear(times);
            for (var draw = 0; draw < sets.Length; draw++)
                foreach (var i in sets[random.Next(sets.Length)]) times[i]++;
            var left = Enumerable.Range(0, images).Where(i => times[i] == 0).ToList();
            if (left.Count == 0) continue;
            var chosen = Best(candidates, times, byLoss);
            sum += (double)left.Count(i => chosen.Right[i]) / left.Count;
            count++;
        }
        Array.Fill(times, 1);
        var seen = (double)Best(candidates, times, byLoss).Right.Count(isRight => isRight) / images;
        return count == 0 ? null : Math.Max(0, seen - sum / count);
    }

    private static CandidateAnswers Best(IReadOnlyList<CandidateAnswers> candidates, int[] times, bool byLoss) =>
        candidates.MaxBy(candidate =>
        {
            var (right, loss) = (0L, 0.0);
            for (var i = 0; i < times.Length; i++)
            {
                if (candidate.Right[i]) right += times[i];
                loss += times[i] * candidate.Losses[i];
            }
            return (byLoss ? 0 : right, -loss);
        })!;
}
