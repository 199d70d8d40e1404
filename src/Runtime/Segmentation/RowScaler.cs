namespace Graft.Runtime;

/// <summary>
/// Takes rows of probabilities from the top and writes the likeliest class of every pixel of an image of another size, linearly between
/// pixel centres. Two rows are kept, so memory does not grow with the height.
/// </summary>
internal sealed class RowScaler
{
    private readonly int _classes, _width, _height;
    private readonly Imaging.ClassMap _map;
    private readonly int[] _left;
    private readonly float[] _part;
    private float[] _upper, _lower;
    private readonly float[] _mixed;
    private int _received, _written;

    /// <param name="classes">Number of classes.</param>
    /// <param name="width">Pixels of a row that comes in.</param>
    /// <param name="height">Rows that come in.</param>
    /// <param name="map">The map that is written.</param>
    public RowScaler(int classes, int width, int height, Imaging.ClassMap map)
    {
        (_classes, _width, _height, _map) = (classes, width, height, map);
        (_left, _part) = (new int[map.Width], new float[map.Width]);
        for (var x = 0; x < map.Width; x++)
        {
            var at = Math.Clamp((x + 0.5) * width / map.Width - 0.5, 0, width - 1);
            (_left[x], _part[x]) = ((int)at, (float)(at - (int)at));
        }
        (_upper, _lower, _mixed) = (new float[classes * width], new float[classes * width], new float[classes * width]);
    }

    /// <summary>The next row: classes x width.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        (_upper, _lower) = (_lower, _upper);
        row.CopyTo(_lower);
        _received++;
        while (_written < _map.Height && NeededFor(_written) < _received) Write();
    }

    private double Source(int y) => Math.Clamp((y + 0.5) * _height / _map.Height - 0.5, 0, _height - 1);

    private int NeededFor(int y) => Math.Min(_height - 1, (int)Source(y) + (Source(y) > (int)Source(y) ? 1 : 0));

    private void Write()
    {
        var at = Source(_written);
        var part = (float)(at - (int)at);
        // The lower row is the last received; the wanted pair is (floor, floor + 1), or just the last row.
        var rows = (int)at == _received - 1 ? _lower : part == 0 ? _upper : null;
        if (rows is null)
        {
            System.Numerics.Tensors.TensorPrimitives.Subtract(_lower, _upper, _mixed);
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(_mixed, part, _upper, _mixed);
            rows = _mixed;
        }
        var line = _map.Values.AsSpan(_written * _map.Width, _map.Width);
        if (_map.Width == _width) Choose(rows, line);
        else ChooseBetween(rows, line);
        _written++;
    }

    private void Choose(float[] rows, Span<byte> line)
    {
        for (var x = 0; x < line.Length; x++)
        {
            var (best, value) = (0, rows[x]);
            for (var label = 1; label < _classes; label++)
                if (rows[label * _width + x] > value) (best, value) = (label, rows[label * _width + x]);
            line[x] = (byte)best;
        }
    }

    private void ChooseBetween(float[] rows, Span<byte> line)
    {
        for (var x = 0; x < line.Length; x++)
        {
            var (left, part) = (_left[x], _part[x]);
            var right = Math.Min(left + 1, _width - 1);
            var (best, value) = (0, float.NegativeInfinity);
            for (int label = 0, row = 0; label < _classes; label++, row += _width)
            {
                var here = rows[row + left] + part * (rows[row + right] - rows[row + left]);
                if (here > value) (best, value) = (label, here);
            }
            line[x] = (byte)best;
        }
    }
}
