namespace Graft.Runtime;

/// <summary>
/// What statistics are by chance alone: all images of both groups are mixed and divided anew, many times, into groups of the same sizes. That holds for
/// groups of any size, and a small reference makes the thresholds wide by itself.
/// </summary>
internal static class GroupResampling
{
    private const int Blocks = 16, Fewest = 1999, Most = 19999, Beyond = 10, BetweenPauses = 25;

    /// <summary>One statistic as it is, and as it is by chance.</summary>
    /// <param name="Value">Of the two groups.</param>
    /// <param name="ByChance">Of groups drawn at random, the largest first.</param>
    internal sealed record Outcome(double Value, double[] ByChance)
    {
        /// <summary>How often chance gives as much or more, the groups themselves counted: never 0.</summary>
        public double P => (1.0 + ByChance.TakeWhile(value => value >= Value - Slack).Count()) / (1 + ByChance.Length);

        /// <summary>What a value must exceed so that its <see cref="P"/> is at most this; infinite where so few divisions decide nothing.</summary>
        public double Threshold(double level)
        {
            var allowed = (int)Math.Floor(level * (1 + ByChance.Length));
            return allowed > 0 ? ByChance[allowed - 1] : double.PositiveInfinity;
        }

        // Sums in another order differ in their last digits.
        private double Slack => 1e-9 * Math.Max(1, Math.Abs(Value));
    }

    /// <summary>Divisions that are enough to decide at a level with some tests.</summary>
    public static int Divisions(double rate, int tests) => (int)Math.Clamp(Math.Ceiling(Beyond * tests / rate), Fewest, Most);

    /// <summary>Each statistic of the groups, and by chance.</summary>
    /// <param name="statistics">Over the images of both groups, those of the first group first.</param>
    /// <param name="first">Images of the first group, at least one.</param>
    /// <param name="second">Images of the second group, at least one.</param>
    /// <param name="divisions">How often they are divided anew.</param>
    /// <param name="seed">Of every division.</param>
    /// <param name="pause">Called often meanwhile, and then all is done on the calling thread; null for all cores.</param>
    public static IReadOnlyList<Outcome> Run(
        IReadOnlyList<TwoSampleStatistic> statistics, int first, int second, int divisions, ulong seed, Action? pause = null)
    {
        var (count, size) = (first + second, Math.Min(first, second));
        int[] group = [.. Enumerable.Range(second <= first ? first : 0, size)], own = [.. Enumerable.Repeat(-size, count)];
        foreach (var at in group) own[at] = count - size;
        var byChance = statistics.Select(_ => new double[divisions]).ToArray();
        CoreWork.For(Blocks, pause is null ? Environment.ProcessorCount : 1, block =>
        {
            var random = SeededRandom.For(seed, $"division {block}");
            int[] places = [.. Enumerable.Range(0, count)];
            var steps = new int[count];
            for (var division = block; division < divisions; division += Blocks)
            {
                if (division / Blocks % BetweenPauses == 0) pause?.Invoke();
                Array.Fill(steps, -size);
                for (var i = 0; i < size; i++)
                {
                    var j = i + random.Next(count - i);
                    (places[i], places[j]) = (places[j], places[i]);
                    steps[places[i]] = count - size;
                }
                for (var test = 0; test < statistics.Count; test++) byChance[test][division] = statistics[test].Of(places.AsSpan(0, size), steps);
            }
        });
        return [.. statistics.Zip(byChance, (statistic, values) =>
        {
            Array.Sort(values);
            Array.Reverse(values);
            return new Outcome(statistic.Of(group, own), values);
        })];
    }
}
