using System.Diagnostics;

namespace Graft.Serving;

/// <summary>Requests a second, as a bucket that holds those of one second.</summary>
internal sealed class RateLimit
{
    private readonly Lock _gate = new();
    private readonly double _rate, _size;
    private double _left;
    private long _at = Stopwatch.GetTimestamp();

    private RateLimit(double rate) => (_rate, _size, _left) = (rate, Math.Max(1, rate), Math.Max(1, rate));

    public static RateLimit Of(double? rate) => new(rate ?? double.PositiveInfinity);

    /// <summary>Takes one.</summary>
    /// <returns>Null, or when there is one again.</returns>
    public TimeSpan? TryTake()
    {
        if (double.IsInfinity(_rate)) return null;
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            _left = Math.Min(_size, _left + _rate * Stopwatch.GetElapsedTime(_at, now).TotalSeconds);
            _at = now;
            if (_left < 1) return TimeSpan.FromSeconds((1 - _left) / _rate);
            _left--;
            return null;
        }
    }
}
