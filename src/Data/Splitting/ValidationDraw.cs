namespace Graft.Data;

/// <summary>
/// Chooses whole units so that each class comes as near as it can to its share. Units are met in random order, not by size:
/// taking the large ones first would put every set of copies into validation.
/// </summary>
internal sealed class ValidationDraw
{
    private readonly int[] _need;
    private readonly int[] _left;

    public ValidationDraw(IReadOnlyList<Unit> shuffled, int classes, double share)
    {
        _left = new int[classes];
        foreach (var unit in shuffled)
            for (var label = 0; label < classes; label++) _left[label] += unit.Count[label];
        // At least one and never all: a class of two gives one to each split whatever the share.
        _need = [.. _left.Select(count => count < 2 ? 0 : Math.Clamp((int)Math.Round(share * count, MidpointRounding.AwayFromZero), 1, count - 1))];
        var wanted = _need.ToArray();
        foreach (var unit in shuffled)
            if (LeavesSome(unit) && Gain(unit) > 0) Take(unit);
        for (var label = 0; label < classes; label++)
            if (wanted[label] > 0 && _need[label] == wanted[label]) TakeSmallest(shuffled, label);
    }

    public HashSet<Unit> Chosen { get; } = [];

    /// <summary>How much nearer, in squares, the classes come to what they need.</summary>
    private int Gain(Unit unit)
    {
        var gain = 0;
        for (var label = 0; label < _need.Length; label++)
            gain += unit.Count[label] * (2 * _need[label] - unit.Count[label]);
        return gain;
    }

    private bool LeavesSome(Unit unit)
    {
        for (var label = 0; label < _left.Length; label++)
            if (unit.Count[label] > 0 && unit.Count[label] == _left[label]) return false;
        return true;
    }

    private void Take(Unit unit)
    {
        Chosen.Add(unit);
        for (var label = 0; label < _need.Length; label++)
        {
            _need[label] -= unit.Count[label];
            _left[label] -= unit.Count[label];
        }
    }

    // A class all of whose units are larger than its share would validate with nothing.
    private void TakeSmallest(IReadOnlyList<Unit> shuffled, int label)
    {
        var smallest = shuffled.Where(unit => unit.Count[label] > 0 && !Chosen.Contains(unit) && LeavesSome(unit)).MinBy(unit => unit.Members.Count);
        if (smallest is not null) Take(smallest);
    }
}
