namespace Graft.Tasks;

/// <summary>What became of a detection.</summary>
/// <param name="Score">The model's score.</param>
/// <param name="Image">Index of the image.</param>
/// <param name="Rank">Its place among the image's detections of the class, 0 for the best.</param>
/// <param name="Matched">Bit t: it found an object at overlap t.</param>
/// <param name="Ignored">Bit t: at overlap t it neither counts as right nor as wrong.</param>
internal readonly record struct MatchedDetection(double Score, int Image, int Rank, ushort Matched, ushort Ignored);
