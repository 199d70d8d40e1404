namespace Graft.Tasks;

/// <summary>How a detector did on one image, at overlap 0.50 and a score from which detections count.</summary>
/// <param name="Right">Objects that were found under their name.</param>
/// <param name="Misnamed">Objects that were found under another name.</param>
/// <param name="Missed">Objects that were not found.</param>
/// <param name="False">Detections where there is no object, or one that was found already.</param>
public sealed record ImageVerdict(int Right, int Misnamed, int Missed, int False)
{
    /// <summary>All that is wrong.</summary>
    public int Errors => Misnamed + Missed + False;

    /// <summary>Objects that count.</summary>
    public int Objects => Right + Misnamed + Missed;

    /// <summary>Compares one image's detections with what is there.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="truth">What is there.</param>
    /// <param name="detections">What was found.</param>
    /// <param name="threshold">Score from which detections count.</param>
    public static ImageVerdict Of(int classes, IReadOnlyList<TrueObject> truth, IReadOnlyList<Detection> detections, double threshold)
    {
        var matrix = ConfusionMatching.Of(classes, truth, detections, threshold);
        int right = 0, misnamed = 0, missed = 0;
        for (var row = 0; row < classes; row++)
        {
            right += matrix[row][row];
            missed += matrix[row][classes];
            misnamed += matrix[row].Sum() - matrix[row][row] - matrix[row][classes];
        }
        return new ImageVerdict(right, misnamed, missed, matrix[classes].Sum());
    }
}
