using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Shards;

/// <summary>The columns of each task's answers, a row for each image. Names are those of <c>predict --json</c>.</summary>
internal static class PredictionTables
{
    /// <param name="threshold">The score from which on a class is named.</param>
    public static PartTable<ClassificationPrediction> Classes(double threshold) => Table<ClassificationPrediction>()
        .Text("class", found => found.IsAnswered && found.Score >= threshold ? found.ClassName : null)
        .Number<int>("label", found => found.Label)
        .Number<float>("score", found => found.Score)
        .Text("decision", found => found.Decision)
        .Numbers("scores", found => found.Scores);

    /// <summary>Objects in lists of equal length, the surest first; a mask as COCO's run lengths.</summary>
    public static PartTable<DetectionPrediction> Objects() => Table<DetectionPrediction>()
        .Number<int>("width", found => found.Width)
        .Number<int>("height", found => found.Height)
        .Texts("class", found => found.Objects.Select(one => one.ClassName))
        .Numbers("label", found => found.Objects.Select(one => one.Label))
        .Numbers("score", found => found.Objects.Select(one => one.Score))
        .Numbers("left", found => found.Objects.Select(one => one.Box.X1))
        .Numbers("top", found => found.Objects.Select(one => one.Box.Y1))
        .Numbers("right", found => found.Objects.Select(one => one.Box.X2))
        .Numbers("bottom", found => found.Objects.Select(one => one.Box.Y2))
        .Numbers("area", found => found.Objects.Where(one => one.Mask is not null).Select(one => one.Mask!.Area))
        .Texts("segmentation", found => found.Objects.Where(one => one.Mask is not null).Select(one => one.Mask!.ToCocoText()));

    /// <summary>Classes on the image in lists of equal length, the largest first, and all of it as a PNG whose values are the classes.</summary>
    public static PartTable<SegmentationPrediction> Pixels() => Table<SegmentationPrediction>()
        .Number<int>("width", found => found.Width)
        .Number<int>("height", found => found.Height)
        .Texts("class", found => SegmentedFacts.Found(found).Select(one => found.Classes[one.Label]))
        .Numbers("label", found => SegmentedFacts.Found(found).Select(one => one.Label))
        .Numbers("pixels", found => SegmentedFacts.Found(found).Select(one => one.Pixels))
        .Bytes("map", found => found.Map is { } map ? IndexPng.Write(map) : null);

    public static PartTable<IdentityPrediction> Descriptors() => Table<IdentityPrediction>().Numbers("descriptor", found => found.Descriptor);

    private static PartTable<TPrediction> Table<TPrediction>() where TPrediction : Prediction => new(found => found.Path, found => found.Failure);
}
