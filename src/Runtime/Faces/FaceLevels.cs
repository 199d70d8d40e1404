namespace Graft.Runtime;

/// <summary>At which sizes an image is looked at, and in which tiles.</summary>
internal static class FaceLevels
{
    /// <summary>The smallest face that is found reliably, as a share of the tile's side.</summary>
    public const double SmallestShare = 30.0 / 512;

    private const double Step = 0.75;

    /// <summary>Sides of the tiles in pixels of the image, the largest first: the whole image, and down to tiles in which the smallest face is large enough.</summary>
    /// <param name="longer">The image's longer side.</param>
    /// <param name="smallest">Width of the smallest face in pixels.</param>
    public static IReadOnlyList<double> Tiles(int longer, double smallest)
    {
        var last = smallest / SmallestShare;
        var steps = last >= longer ? 0 : (int)Math.Ceiling(Math.Log2(longer / last) - 1e-9);
        return [.. Enumerable.Range(0, steps + 1).Select(step => steps == 0 ? longer : longer * Math.Pow(last / longer, (double)step / steps))];
    }

    /// <summary>Where tiles begin along a side; neighbours share a quarter, and the last ends with the image.</summary>
    public static IReadOnlyList<int> Starts(int length, int tile)
    {
        if (length <= tile) return [0];
        var count = (int)Math.Ceiling((length - tile) / (tile * Step)) + 1;
        return [.. Enumerable.Range(0, count).Select(i => (int)Math.Round((double)(length - tile) * i / (count - 1)))];
    }
}
