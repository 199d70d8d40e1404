namespace Graft.Imaging;

/// <summary>Takes the pixel whose area holds the output pixel's centre.</summary>
internal static class NearestSampler
{
    public static void Run(PixelSource source, OutputWindow window, Span<byte> destination, int stride)
    {
        var box = source.Layout.Box;
        var columns = Positions(new ResampleAxis(source.Width, box.Left, box.Width, window.FullWidth), window.Left, window.Width);
        var rows = Positions(new ResampleAxis(source.Height, box.Top, box.Height, window.FullHeight), window.Top, window.Height);
        for (var y = 0; y < rows.Length; y++)
        {
            var row = source.Pixels.Slice(rows[y] * source.Width * source.Channels, source.Width * source.Channels);
            var output = destination.Slice(y * stride, columns.Length * 3);
            for (var x = 0; x < columns.Length; x++)
                row.Slice(columns[x] * source.Channels, 3).CopyTo(output.Slice(x * 3, 3));
        }
    }

    /// <summary>Source positions, found by adding up steps as Pillow does, so that ties fall alike.</summary>
    public static int[] Positions(ResampleAxis axis, int first, int length)
    {
        var scale = axis.BoxLength / axis.OutputLength;
        var position = axis.BoxStart + scale * 0.5;
        var positions = new int[length];
        for (var i = 0; i < first + length; i++, position += scale)
            if (i >= first) positions[i - first] = Math.Clamp((int)position, 0, axis.SourceLength - 1);
        return positions;
    }
}
