namespace Graft.Imaging;

/// <summary>Undoes PNG's prediction of rows and takes the values apart (PNG specification, third edition, sections 7 to 9).</summary>
internal static class PngRows
{
    // First column and row, and the steps, of the seven passes of an interlaced image.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Columns and rows of the image, or of each pass of an interlaced one.</summary>
    public static IEnumerable<(int Columns, int Rows)> SizesOf(PngFile file) => PassesOf(file)
        .Select(pass => ((file.Width - pass.X + pass.StepX - 1) / pass.StepX, (file.Height - pass.Y + pass.StepY - 1) / pass.StepY))
        .Where(size => size is { Item1: > 0, Item2: > 0 });

    /// <exception cref="ImageException">Too few data, or values that are no classes.</exception>
    public static void Unpack(PngFile file, ClassMap map, string name)
    {
        var at = 0;
        foreach (var (x, y, stepX, stepY) in PassesOf(file))
        {
            var (columns, rows) = ((file.Width - x + stepX - 1) / stepX, (file.Height - y + stepY - 1) / stepY);
            if (columns <= 0 || rows <= 0) continue;
            var stride = (columns * file.Channels * file.Depth + 7) / 8;
            if (file.Rows.Length < at + (long)rows * (stride + 1)) throw ImageFaults.Truncated(name, ImageFormat.Png);
            var before = new byte[stride];
            for (var row = 0; row < rows; row++, at += stride + 1)
            {
                var line = file.Rows.AsSpan(at + 1, stride);
                Predict(file.Rows[at], line, before, Math.Max(1, file.Channels * file.Depth / 8), name);
                line.CopyTo(before);
                for (var column = 0; column < columns; column++)
                    map.Values[(y + row * stepY) * file.Width + x + column * stepX] = Value(line, column, file, name);
            }
        }
    }

    private static (int X, int Y, int StepX, int StepY)[] PassesOf(PngFile file) => file.Interlaced ? Passes : [(0, 0, 1, 1)];

    private static void Predict(byte kind, Span<byte> line, ReadOnlySpan<byte> above, int pixel, string name)
    {
        if (kind > 4) throw ImageFaults.Damaged(name, ImageFormat.Png);
        for (var i = 0; i < line.Length && kind > 0; i++)
        {
            int left = i >= pixel ? line[i - pixel] : 0, corner = i >= pixel ? above[i - pixel] : 0;
            line[i] += (byte)(kind switch { 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, _ => Paeth(left, above[i], corner) });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        int byLeft = Math.Abs(above - corner), byAbove = Math.Abs(left - corner), byCorner = Math.Abs(left + above - 2 * corner);
        return byLeft <= byAbove && byLeft <= byCorner ? left : byAbove <= byCorner ? above : corner;
    }

    private static byte Value(ReadOnlySpan<byte> line, int column, PngFile file, string name)
    {
        if (file.Depth < 8)
        {
            var bit = column * file.Depth;
            return (byte)(line[bit / 8] >> 8 - file.Depth - bit % 8 & (1 << file.Depth) - 1);
        }
        var size = file.Depth / 8;
        var pixel = line.Slice(column * file.Channels * size, file.Channels * size);
        var isColour = file.Kind is PngFile.Colour or PngFile.ColourAlpha;
        if (isColour && !(Same(pixel, 0, 1, size) && Same(pixel, 0, 2, size)))
            throw ImageFaults.Unsupported(name, $"a mask in colours ({pixel[0]}, {pixel[size]}, {pixel[2 * size]}) instead of class indices");
        if (size == 2 && pixel[0] != 0) throw ImageFaults.Unsupported(name, $"a mask with the value {pixel[0] * 256 + pixel[1]}, above 255");
        return pixel[size - 1];
    }

    private static bool Same(ReadOnlySpan<byte> pixel, int one, int other, int size) =>
        pixel.Slice(one * size, size).SequenceEqual(pixel.Slice(other * size, size));
}
