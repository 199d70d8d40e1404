namespace Graft.Networks;

/// <summary>Where the windows of a <see cref="Operation.WindowAttention"/> lie on a map of some size.</summary>
internal sealed record WindowPlan
{
    /// <summary>What is added to scores of pixels from opposite edges. Swin's: exp(-100) is nothing beside any real score.</summary>
    public const float Apart = -100;

    private WindowPlan(Operation.WindowAttention attention, int height, int width)
    {
        (Side, Height, Width) = (attention.Side, height, width);
        (Rows, Columns) = ((height + Side - 1) / Side, (width + Side - 1) / Side);
        IsGrid = attention.Form is AttentionForm.MaxVitGrid;
        // A window as large as the map has nowhere to go.
        (ShiftDown, ShiftRight) = (Rows == 1 ? 0 : attention.Shift, Columns == 1 ? 0 : attention.Shift);
    }

    /// <summary>Pixels along a window.</summary>
    public int Side { get; }

    /// <summary>Height of the map.</summary>
    public int Height { get; }

    /// <summary>Width of the map.</summary>
    public int Width { get; }

    /// <summary>Windows from top to bottom.</summary>
    public int Rows { get; }

    /// <summary>Windows from left to right.</summary>
    public int Columns { get; }

    /// <summary>A window's pixels are spread over the map, every <see cref="Rows"/>th row and every <see cref="Columns"/>th column.</summary>
    public bool IsGrid { get; }

    /// <summary>Pixels the map is rolled upwards first.</summary>
    public int ShiftDown { get; }

    /// <summary>Pixels the map is rolled to the left first.</summary>
    public int ShiftRight { get; }

    /// <summary>Height with the zeros that fill the last windows.</summary>
    public int PaddedHeight => Rows * Side;

    /// <summary>Width with the zeros that fill the last windows.</summary>
    public int PaddedWidth => Columns * Side;

    /// <summary>Zeros are needed.</summary>
    public bool IsPadded => (PaddedHeight, PaddedWidth) != (Height, Width);

    /// <summary>The map is rolled, so that some windows join pixels from opposite edges, which must not attend to each other.</summary>
    public bool IsShifted => ShiftDown > 0 || ShiftRight > 0;

    /// <summary>The plan for a map of this size.</summary>
    public static WindowPlan Of(Operation.WindowAttention attention, int height, int width) => new(attention, height, width);

    /// <summary>The pixel (row * <see cref="Width"/> + column) at each place, window by window; Height * Width where a zero is filled in.</summary>
    public int[] Pixels() => [.. Places().Select(place =>
    {
        var (y, x) = ((place.Row + ShiftDown) % PaddedHeight, (place.Column + ShiftRight) % PaddedWidth);
        return y < Height && x < Width ? y * Width + x : Height * Width;
    })];

    /// <summary>What is added to the scores of each window: windows x tokens x tokens; null where no window joins opposite edges.</summary>
    public float[]? Mask()
    {
        if (!IsShifted) return null;
        var regions = Places().Select(place => 3 * Region(place.Row, PaddedHeight, ShiftDown) + Region(place.Column, PaddedWidth, ShiftRight)).ToArray();
        var tokens = Side * Side;
        var mask = new float[regions.Length * tokens];
        for (var i = 0; i < mask.Length; i++)
        {
            var query = i / tokens;
            var key = query / tokens * tokens + i % tokens;
            mask[i] = regions[query] == regions[key] ? 0 : Apart;
        }
        return mask;
    }

    private int Region(int position, int length, int shift) => shift == 0 || position < length - Side ? 0 : position < length - shift ? 1 : 2;

    // Places of the padded, rolled map: windows row by row, within each its pixels row by row.
    private IEnumerable<(int Row, int Column)> Places()
    {
        for (var window = 0; window < Rows * Columns; window++)
            for (var token = 0; token < Side * Side; token++)
            {
                var (row, column, down, across) = (window / Columns, window % Columns, token / Side, token % Side);
                yield return IsGrid ? (down * Rows + row, across * Columns + column) : (row * Side + down, column * Side + across);
            }
    }
}
