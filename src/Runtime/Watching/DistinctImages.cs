using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>
/// Tells near-copies of images that came before: a camera before which nothing moves says one thing, however often. As in data sets a copy is near the first
/// of its group, or near one that is.
/// </summary>
/// <param name="bits">See <see cref="NearCopy.IsOf"/>.</param>
internal sealed class DistinctImages(int bits)
{
    // A still camera sends a million copies; those of a group are copies of a few of them.
    private const int MaxMembers = 16;

    private readonly List<List<NearCopy>> _groups = [];

    /// <summary>Bits in which the hashes of copies may differ.</summary>
    public int Bits => bits;

    /// <summary>Takes an image; false where it is a copy.</summary>
    public bool Add(NearCopy image)
    {
        if (_groups.Find(members => image.IsOf(members[0], bits)) is { } group)
        {
            if (group.Count < MaxMembers) group.Add(image);
            return false;
        }
        if (_groups.Exists(members => members.Skip(1).Any(member => image.IsOf(member, bits)))) return false;
        _groups.Add([image]);
        return true;
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _groups.Clear();
}
