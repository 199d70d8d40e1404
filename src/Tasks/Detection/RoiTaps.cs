namespace Graft.Tasks;

/// <summary>
/// The samples of a region along one axis: each takes from two neighbouring rows (or columns). Bilinear interpolation is a product of
/// both axes, so this is all there is to know.
/// </summary>
internal sealed class RoiTaps
{
    private int[] _low = [], _high = [];
    private float[] _lowWeight = [], _highWeight = [];

    /// <summary>Samples in each cell.</summary>
    public int PerCell { get; private set; }

    /// <summary>Lays out the samples of a stretch.</summary>
    /// <param name="edges">First and last edge of the region in pixels of the image.</param>
    /// <param name="extent">Rows (or columns) of the map.</param>
    /// <param name="cells">Cells along the axis.</param>
    /// <param name="options">Scale and sampling.</param>
    public void Set((float From, float To) edges, int extent, int cells, RoiAlignOptions options)
    {
        var offset = options.IsAligned ? 0.5f : 0;
        var start = edges.From * options.Scale - offset;
        var length = edges.To * options.Scale - offset - start;
        if (!options.IsAligned) length = Math.Max(length, 1);
        var cell = length / cells;
        PerCell = options.Sampling > 0 ? options.Sampling : Math.Max(0, (int)MathF.Ceiling(length / cells));
        var count = PerCell * cells;
        if (_low.Length < count)
            (_low, _high, _lowWeight, _highWeight) = (new int[count], new int[count], new float[count], new float[count]);
        for (var i = 0; i < count; i++)
            Place(i, start + i / PerCell * cell + (i % PerCell + 0.5f) * cell / PerCell, extent);
    }

    /// <summary>Both rows of a sample and their weights.</summary>
    public (int Low, int High, float LowWeight, float HighWeight) this[int sample] => (_low[sample], _high[sample], _lowWeight[sample], _highWeight[sample]);

    // More than one place outside counts as zero; up to there the edge goes on.
    private void Place(int i, float at, int extent)
    {
        (_low[i], _high[i], _lowWeight[i], _highWeight[i]) = (0, 0, 0, 0);
        if (!(at >= -1 && at <= extent)) return;
        at = Math.Max(at, 0);
        var low = (int)at;
        if (low >= extent - 1)
        {
            (_low[i], _high[i], _lowWeight[i]) = (extent - 1, extent - 1, 1);
            return;
        }
        (_low[i], _high[i]) = (low, low + 1);
        (_lowWeight[i], _highWeight[i]) = (1 - (at - low), at - low);
    }
}
