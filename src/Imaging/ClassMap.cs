namespace Graft.Imaging;

/// <summary>A class for every pixel, row by row: <c>Values[y * Width + x]</c>.</summary>
public sealed class ClassMap
{
    /// <summary>The value of pixels that do not count, in training and in evaluation.</summary>
    public const byte Ignore = 255;

    /// <summary>Wraps values; the array is not copied.</summary>
    /// <exception cref="ArgumentException">The array does not hold Width x Height values.</exception>
    public ClassMap(int width, int height, byte[] values)
    {
        if (width < 1 || height < 1 || values.Length != (long)width * height)
            throw new ArgumentException($"{width} x {height} pixels need {(long)width * height} bytes, not {values.Length}.");
        Width = width;
        Height = height;
        Values = values;
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Height x Width class indices, <see cref="Ignore"/> where none counts.</summary>
    public byte[] Values { get; }

    /// <summary>Pixels of each value, 256 counts.</summary>
    public long[] Histogram()
    {
        var counts = new long[256];
        foreach (var value in Values) counts[value]++;
        return counts;
    }
}
