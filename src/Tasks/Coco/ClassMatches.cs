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

/// <summary>What became of a detection.</summary>
/// <param name="Score">The model's score.</param>
/// <param name="Image">Index of the image.</param>
/// <param name="Rank">Its place among the image's detections of the class, 0 for the best.</param>
/// <param name="Matched">Bit t: it found an object at overlap t.</param>
/// <param name="Ignored">Bit t: at overlap t it neither counts as right nor as wrong.</param>
internal readonly record struct MatchedDetection(double Score, int Image, int Rank, ushort Matched, ushort Ignored);
