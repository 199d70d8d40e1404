namespace Graft.Tasks;

/// <summary>
/// The detections of one class and one range of sizes, best first, with what became of each at the ten overlaps (a bit an
/// overlap), and how many objects there are to find.
/// </summary>
internal sealed class ClassMatches
{
    private readonly List<MatchedDetection> _detections = [];
    private MatchedDetection[]? _sorted;

    /// <summary>Counted objects by image.</summary>
    public Dictionary<int, int> Objects { get; } = [];

    public int ObjectCount { get; private set; }

    public void Add(MatchedDetection detection) => _detections.Add(detection);

    public void AddObjects(int image, int count)
    {
        if (count == 0) return;
        Objects[image] = count;
        ObjectCount += count;
    }

    /// <summary>Adds those of later images.</summary>
    public void Append(ClassMatches later)
    {
        _detections.AddRange(later._detections);
        foreach (var (image, count) in later.Objects) AddObjects(image, count);
    }

    /// <summary>By falling score; equal scores in the order they were added.</summary>
    public MatchedDetection[] Sorted => _sorted ??= [.. _detections.OrderByDescending(detection => detection.Score)];
}
