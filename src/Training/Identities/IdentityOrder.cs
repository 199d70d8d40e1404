namespace Graft.Training;

/// <summary>
/// Batches of P identities with K images each (Hermans et al., arXiv:1703.07737). All identities come once before any comes again, however many images they
/// have; an image of one comes again only when all its others have come, which is in the same batch where there are fewer than K.
/// </summary>
internal static class IdentityOrder
{
    /// <summary>Batches of an epoch: as many as the images fill.</summary>
    public static int BatchesOf(int images, int batchSize) => Math.Max(1, (images + batchSize - 1) / batchSize);

    /// <summary>The images of an epoch, batch by batch, from the seed and the epoch's number alone.</summary>
    /// <param name="source">The images; it has at least as many identities as a batch.</param>
    /// <param name="batchSize">A multiple of the images of an identity.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Counted from 0.</param>
    public static int[] Of(IIdentityImages source, int batchSize, ulong seed, int epoch)
    {
        var (each, random) = (source.ImagesPerIdentity, SeededRandom.For(seed, $"identities/{epoch}"));
        var images = Enumerable.Range(0, source.Count).GroupBy(source.LabelOf).OrderBy(own => own.Key).Select(own => new Deck<int>(own, random)).ToList();
        var identities = new Deck<Deck<int>>(images, random);
        List<int> order = [];
        for (var batch = BatchesOf(source.Count, batchSize); batch > 0; batch--)
        {
            List<Deck<int>> chosen = [];
            while (chosen.Count < batchSize / each) chosen.Add(identities.Next(chosen.Contains));
            foreach (var own in chosen)
            {
                HashSet<int> taken = [];
                for (var i = 0; i < each; i++)
                {
                    if (taken.Count == own.Count) taken.Clear();
                    var image = own.Next(taken.Contains);
                    taken.Add(image);
                    order.Add(image);
                }
            }
        }
        return [.. order];
    }

    // Dealt out in random order; when all are dealt they are shuffled again.
    private sealed class Deck<T>(IEnumerable<T> items, SeededRandom random)
    {
        private readonly T[] _items = [.. items];
        private readonly List<T> _left = [];

        public int Count => _items.Length;

        /// <summary>The next that is not held already; those that are wait for the next time.</summary>
        public T Next(Func<T, bool> isHeld)
        {
            var at = _left.FindIndex(item => !isHeld(item));
            while (at < 0)
            {
                random.Shuffle<T>(_items);
                _left.AddRange(_items);
                at = _left.FindIndex(item => !isHeld(item));
            }
            var item = _left[at];
            _left.RemoveAt(at);
            return item;
        }
    }
}
