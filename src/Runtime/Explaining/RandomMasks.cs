using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>An image as a network gets it, of which parts are hidden.</summary>
/// <param name="Pixels">Height x Width x 3 bytes.</param>
/// <param name="Size">Its size.</param>
/// <param name="Real">Size of the image within it, at the upper left; what lies beyond is filled already.</param>
/// <param name="Fill">The colour that hides: the mean, which is 0 after normalisation.</param>
internal sealed record HiddenImage(byte[] Pixels, (int Height, int Width) Size, (int Height, int Width) Real, (byte Red, byte Green, byte Blue) Fill)
{
    /// <summary>A copy in which a share of every pixel is left.</summary>
    /// <param name="grid">Rows and columns of the shares.</param>
    /// <param name="kept">Shares 0..1 of the cells, between whose centres they go over into one another.</param>
    /// <param name="target">Filled, as long as <see cref="Pixels"/>.</param>
    public void CopyTo((int Rows, int Columns) grid, ReadOnlySpan<float> kept, Span<byte> target)
    {
        Pixels.CopyTo(target);
        var across = Between(Real.Width, grid.Columns);
        for (var y = 0; y < Real.Height; y++)
        {
            var (top, bottom, down) = Between(y, Real.Height, grid.Rows);
            var upper = kept.Slice(top * grid.Columns, grid.Columns);
            var lower = kept.Slice(bottom * grid.Columns, grid.Columns);
            var row = target.Slice(y * Size.Width * 3, Real.Width * 3);
            for (var x = 0; x < Real.Width; x++)
            {
                var (left, right, share) = across[x];
                var above = upper[left] + (upper[right] - upper[left]) * share;
                var below = lower[left] + (lower[right] - lower[left]) * share;
                var part = above + (below - above) * down;
                var pixel = row.Slice(x * 3, 3);
                pixel[0] = (byte)(Fill.Red + (pixel[0] - Fill.Red) * part + 0.5f);
                pixel[1] = (byte)(Fill.Green + (pixel[1] - Fill.Green) * part + 0.5f);
                pixel[2] = (byte)(Fill.Blue + (pixel[2] - Fill.Blue) * part + 0.5f);
            }
        }
    }

    /// <summary>The two cells whose centres a pixel lies between, and the share of the second.</summary>
    public static (int First, int Second, float Share) Between(double place, double length, int cells)
    {
        var at = Math.Clamp((place + 0.5) / length * cells - 0.5, 0, cells - 1);
        var first = (int)at;
        return (first, Math.Min(first + 1, cells - 1), (float)(at - first));
    }

    private static (int First, int Second, float Share)[] Between(int length, int cells) =>
        [.. Enumerable.Range(0, length).Select(place => Between(place, length, cells))];
}

/// <summary>
/// What a score rests on without gradients, for any network: half of the cells of a grid are hidden at random (RISE, Petsiuk et al. 2018,
/// https://arxiv.org/abs/1806.07421; for detectors D-RISE, Petsiuk et al. 2021, https://arxiv.org/abs/2006.03204), and a regression on which were
/// visible says what each cell adds to the score, see <see cref="SmoothRegression"/>.
/// </summary>
internal static class RandomMasks
{
    /// <summary>Images with hidden parts for a map.</summary>
    public const int Count = 200;

    private const ulong Seed = 1; // the same image gets the same answer

    /// <summary>A map for each score.</summary>
    /// <param name="image">The image.</param>
    /// <param name="grid">Rows and columns of the maps.</param>
    /// <param name="count">Images with hidden parts.</param>
    /// <param name="runs">How many are computed at once, and on how many cores.</param>
    /// <param name="score">The scores of images with hidden parts, each with as many.</param>
    /// <returns>Maps, row by row.</returns>
    public static IReadOnlyList<float[]> Explain(HiddenImage image, (int Rows, int Columns) grid, int count, (int Batch, int Workers) runs,
        Func<byte[], int, IReadOnlyList<IReadOnlyList<double>>> score)
    {
        var (masks, scores) = Score(image, grid, count, runs, score);
        var regression = new SmoothRegression(masks, grid);
        return [.. Enumerable.Range(0, scores[0].Count).Select(target => regression.Fit([.. scores.Select(one => one[target])]))];
    }

    /// <summary>What was visible, and the scores; fewer images are the first of more.</summary>
    internal static (float[][] Masks, IReadOnlyList<double>[] Scores) Score(HiddenImage image, (int Rows, int Columns) grid, int count,
        (int Batch, int Workers) runs, Func<byte[], int, IReadOnlyList<IReadOnlyList<double>>> score)
    {
        var masks = Draw(count, grid.Rows * grid.Columns);
        var scores = new IReadOnlyList<double>[count];
        CoreWork.For((count + runs.Batch - 1) / runs.Batch, runs.Workers, batch =>
        {
            var (first, length) = (batch * runs.Batch, image.Pixels.Length);
            var together = Math.Min(runs.Batch, count - first);
            var pixels = new byte[together * length];
            for (var i = 0; i < together; i++) image.CopyTo(grid, masks[first + i], pixels.AsSpan(i * length, length));
            foreach (var (i, one) in score(pixels, together).Index()) scores[first + i] = one;
        });
        return (masks, scores);
    }

    // Each cell by itself: with as many visible in each the scores would not say what all of them together add.
    private static float[][] Draw(int count, int cells)
    {
        var random = SeededRandom.For(Seed, "explain");
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, cells).Select(_ => random.Chance(0.5) ? 1f : 0).ToArray())];
    }
}
