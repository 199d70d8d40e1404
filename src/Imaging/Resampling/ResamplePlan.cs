namespace Graft.Imaging;

/// <summary>What both passes compute for one window of one source size.</summary>
internal sealed class ResamplePlan
{
    [ThreadStatic]
    private static (Key Key, ResamplePlan Plan)? t_last;

    /// <summary>The first pass: one entry per output column.</summary>
    public required ResampleTable Across { get; init; }

    /// <summary>The second pass: one entry per output row.</summary>
    public required ResampleTable Down { get; init; }

    /// <summary>The first source row that the second pass needs.</summary>
    public int FirstRow => Down.Starts[0];

    /// <summary>The source rows that it needs; the buffer between the passes has a spare one behind them.</summary>
    public int Rows => Down.End - FirstRow;

    /// <summary>Bytes from row to row between the passes: a byte is spare, for kernels that write 4 bytes per pixel.</summary>
    public int RowStride => (Across.Length * 3 + 1 + 31) & ~31;

    /// <summary>The plan for a window; the last one of each thread is kept, as images of one size tend to follow one another.</summary>
    public static ResamplePlan For(PixelSource source, OutputWindow window, Interpolation interpolation)
    {
        var key = new Key(source.Width, source.Height, source.Box, window, interpolation);
        if (t_last is null || t_last.Value.Key != key) t_last = (key, Create(source, window, interpolation));
        return t_last.Value.Plan;
    }

    /// <summary>A new plan.</summary>
    public static ResamplePlan Create(PixelSource source, OutputWindow window, Interpolation interpolation)
    {
        var box = source.Box;
        var across = new ResampleAxis(source.Width, box.Left, box.Width, window.FullWidth);
        var down = new ResampleAxis(source.Height, box.Top, box.Height, window.FullHeight);
        return new ResamplePlan
        {
            Across = ResampleTable.Create(across, interpolation, window.Left, window.Width),
            Down = ResampleTable.Create(down, interpolation, window.Top, window.Height),
        };
    }

    private readonly record struct Key(int Width, int Height, SourceBox Box, OutputWindow Window, Interpolation Interpolation);
}
