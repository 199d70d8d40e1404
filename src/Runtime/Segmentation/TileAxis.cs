namespace Graft.Runtime;

/// <summary>Tiles along one side of an image: where they begin, and how much each counts at every pixel.</summary>
internal sealed class TileAxis
{
    private readonly TilingOptions _options;
    private readonly int _length;
    private readonly float[] _sums;

    public TileAxis(int length, TilingOptions options)
    {
        (_length, _options) = (length, options);
        List<int> starts = [0];
        var step = options.Tile - options.Overlap;
        while (starts[^1] + options.Tile < length) starts.Add(starts[^1] + step);
        // The last tile ends with the image. It begins at a multiple of 32 like all others, so that every map of the network lies as in the whole.
        if (starts.Count > 1) starts[^1] = Math.Max(starts[^2] + 32, (length - options.Tile + 31) / 32 * 32);
        Starts = starts;
        _sums = new float[length];
        for (var tile = 0; tile < starts.Count; tile++)
            for (var at = starts[tile]; at < starts[tile] + LengthOf(tile); at++) _sums[at] += Raw(tile, at);
    }

    /// <summary>First pixel of each tile.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>Pixels of a tile; the last may be shorter.</summary>
    public int LengthOf(int tile) => Math.Min(_options.Tile, _length - Starts[tile]);

    /// <summary>Share of a tile at a pixel of the image: the shares of all tiles add up to one.</summary>
    public float Share(int tile, int at) => Raw(tile, at) / _sums[at];

    private float Raw(int tile, int at)
    {
        var before = tile == 0 ? int.MaxValue : at - Starts[tile] + 1;
        var after = tile == Starts.Count - 1 ? int.MaxValue : Starts[tile] + LengthOf(tile) - at;
        var depth = Math.Min(before, after);
        if (depth == int.MaxValue) return 1;
        var fade = Math.Max(1, _options.Overlap - 2 * _options.Margin);
        // Never quite nothing: where tiles meet at the image's edges some pixel must count.
        return Math.Clamp((float)(depth - _options.Margin) / fade, 1e-6f, 1);
    }
}
