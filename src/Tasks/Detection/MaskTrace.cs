using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// Writes the runs of a pasted mask column by column. Between two rows of the small mask the probability runs straight, so where both lie on
/// one side of the threshold all pixels between do, and between the others it is crossed once.
/// </summary>
internal sealed class MaskTrace
{
    // Rounding in between could reach the threshold from this near.
    private const float Margin = 1e-5f;

    private readonly (int Width, int Height) _image;
    private readonly (int Low, float Part)[] _rows;
    private readonly List<(int Low, int From, int To)> _stretches = [];
    private readonly float _threshold;
    private readonly int _first;
    private readonly List<int> _runs = [];
    private int _end, _inside;

    /// <param name="image">Size of the image.</param>
    /// <param name="first">First row that the mask reaches.</param>
    /// <param name="rows">Which rows of the small mask each row from there takes from.</param>
    /// <param name="threshold">Pixels are inside from this probability on.</param>
    public MaskTrace((int Width, int Height) image, int first, (int Low, float Part)[] rows, float threshold)
    {
        (_image, _first, _rows, _threshold) = (image, first, rows, threshold);
        for (int from = 0, to = 0; from < rows.Length; from = to)
        {
            while (to < rows.Length && rows[to].Low == rows[from].Low) to++;
            _stretches.Add((rows[from].Low, from, to));
        }
    }

    /// <summary>The next column of the image; columns come from left to right.</summary>
    /// <param name="x">Which.</param>
    /// <param name="values">The small mask's rows at this column.</param>
    public void Column(int x, ReadOnlySpan<float> values)
    {
        var start = x * _image.Height + _first;
        foreach (var (low, from, to) in _stretches)
        {
            var (upper, lower) = (values[low], values[low + 1]);
            if (Math.Max(upper, lower) < _threshold - Margin) continue;
            if (Math.Min(upper, lower) > _threshold + Margin) Add(start + from, start + to);
            else if (Math.Abs(upper - lower) < 2 * Margin)
                for (var y = from; y < to; y++)
                {
                    if (IsInside(upper, lower, y)) Add(start + y, start + y + 1);
                }
            else
            {
                var change = Change(upper, lower, from, to);
                if (upper > lower && change > from) Add(start + from, start + change);
                else if (upper < lower && change < to) Add(start + change, start + to);
            }
        }
    }

    // The first row in the other split of the threshold than the beginning of the stretch.
    private int Change(float upper, float lower, int from, int to)
    {
        var isFalling = upper > lower;
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (IsInside(upper, lower, middle) == isFalling) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    private bool IsInside(float upper, float lower, int row) => upper * (1 - _rows[row].Part) + lower * _rows[row].Part >= _threshold;

    /// <summary>The mask.</summary>
    public Mask Finish()
    {
        var total = _image.Width * _image.Height;
        if (_inside > 0) _runs.Add(_inside);
        if (_end < total) _runs.Add(total - _end);
        return Mask.FromRuns(_image.Width, _image.Height, _runs);
    }

    private void Add(int from, int to)
    {
        if (from == _end && _inside > 0) _inside += to - from;
        else
        {
            if (_inside > 0) _runs.Add(_inside);
            _runs.Add(from - _end);
            _inside = to - from;
        }
        _end = to;
    }
}
