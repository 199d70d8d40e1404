using System.Numerics;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Puts images that look alike into groups of bounded width. A group is the first image that is in none yet, those near it, and those near these:
/// two steps, so that a copy is found whichever of the copies comes first, and a film or a fixed camera does not chain hundreds of images whose
/// ends have nothing in common.
/// </summary>
internal sealed class CopyGrouping
{
    // More at a time than any machine has cores, fewer than would be compared in vain after one that took them all.
    private const int MaxBatch = 256;

    // From here on it is less work to look at all images that can be two steps away than to ask each of the group for its own.
    private const int LargeGroup = 16;

    // Likeness is the cosine of an angle, and angles add up: of two steps at most this is left.
    private const double MinLikenessOfTwoSteps = 2 * NearCopy.MinLikeness * NearCopy.MinLikeness - 1;

    // More than rounding takes from a bound.
    private const float Slack = 1e-3f;
    private readonly ulong[] _hashes;
    private readonly int _bits;
    private readonly IReadOnlyList<Thumbnail> _thumbnails;
    private readonly float[] _coarse;
    private readonly HashIndex _index;
    private readonly bool[] _taken;

    private CopyGrouping(ulong[] hashes, IReadOnlyList<Thumbnail> thumbnails, int bits)
    {
        (_hashes, _bits, _thumbnails) = (hashes, bits, thumbnails);
        (_index, _taken) = (new HashIndex(hashes, bits), new bool[hashes.Length]);
        _coarse = new float[hashes.Length * Thumbnail.CoarseLength];
        for (var at = 0; at < hashes.Length; at++)
            if (thumbnails[at].HasPattern) thumbnails[at].Coarse.CopyTo(_coarse, at * Thumbnail.CoarseLength);
            else Take([at]);
    }

    /// <summary>The groups of two and more, each ascending, in the order of their first members.</summary>
    /// <param name="hashes">Perceptual hashes.</param>
    /// <param name="thumbnails">Of the same images.</param>
    /// <param name="bits">Bits in which the hashes of near images may differ.</param>
    /// <param name="workers">How many are compared at a time, and whether it was cancelled.</param>
    /// <param name="progress">Told how many have been compared.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Make(ulong[] hashes, IReadOnlyList<Thumbnail> thumbnails, int bits, ParallelOptions workers,
        Action<int>? progress = null) => new CopyGrouping(hashes, thumbnails, bits).Make(workers, progress);

    private List<IReadOnlyList<int>> Make(ParallelOptions workers, Action<int>? progress)
    {
        var (groups, batch) = (new List<IReadOnlyList<int>>(), 1);
        for (var next = 0; next < _taken.Length;)
        {
            var first = Following(ref next, batch);
            var near = Each(first, workers);
            // One that took many leaves little of the rest of a batch, which was compared in vain.
            batch = near.Sum(found => found.Count) > 4 * batch ? 1 : Math.Min(MaxBatch, 2 * batch);
            foreach (var (at, found) in first.Zip(near))
            {
                if (_taken[at]) continue;
                var group = found.Where(other => !_taken[other]).ToList();
                Take(group);
                if (group.Count == 1) continue;
                var further = Further(at, [.. group.Where(member => member != at)], workers);
                Take(further);
                groups.Add([.. group.Concat(further).Order()]);
            }
            progress?.Invoke(next);
        }
        return groups;
    }

    private List<int> Following(ref int next, int count)
    {
        var following = new List<int>();
        for (; next < _taken.Length && following.Count < count; next++)
            if (!_taken[next]) following.Add(next);
        return following;
    }

    private List<int>[] Each(IReadOnlyList<int> items, ParallelOptions workers)
    {
        var near = new List<int>[items.Count];
        Parallel.For(0, near.Length, workers, at => near[at] = Near(items[at]));
        return near;
    }

    private List<int> Near(int item)
    {
        var found = _index.Near(item);
        found.RemoveAll(other => other != item && !IsLike(item, other, NearCopy.MinLikeness));
        return found;
    }

    // What is left and near one of those that are near the first of a group.
    private List<int> Further(int first, List<int> group, ParallelOptions workers)
    {
        if (group.Count < LargeGroup) return [.. Each(group, workers).SelectMany(more => more).Distinct()];
        var candidates = _index.Within(first, 2 * _bits);
        var isNear = new bool[candidates.Count];
        Parallel.For(0, isNear.Length, workers, at => isNear[at] = IsLike(first, candidates[at], MinLikenessOfTwoSteps - Slack)
            && group.Exists(member => PerceptualHash.Distance(_hashes[member], _hashes[candidates[at]]) <= _bits
                && IsLike(member, candidates[at], NearCopy.MinLikeness)));
        return [.. candidates.Where((_, at) => isNear[at])];
    }

    private bool IsLike(int item, int other, double min)
    {
        var bound = _thumbnails[item].Rest * _thumbnails[other].Rest + Slack;
        ReadOnlySpan<float> one = _coarse.AsSpan(item * Thumbnail.CoarseLength, Thumbnail.CoarseLength);
        ReadOnlySpan<float> two = _coarse.AsSpan(other * Thumbnail.CoarseLength, Thumbnail.CoarseLength);
        var sum = Vector<float>.Zero;
        for (var at = 0; at < one.Length; at += Vector<float>.Count) sum += new Vector<float>(one[at..]) * new Vector<float>(two[at..]);
        return Vector.Sum(sum) + bound >= min && Thumbnail.Likeness(_thumbnails[item], _thumbnails[other]) >= min;
    }

    private void Take(IReadOnlyList<int> items)
    {
        foreach (var item in items)
        {
            _taken[item] = true;
            _index.Remove(item);
        }
    }
}
