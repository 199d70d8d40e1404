using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Tests.Coverage;

/// <summary>Images of two classes, half and half, of whose pixels a share is right that differs from image to image.</summary>
internal sealed class PixelWorld(PixelWorld.Kind kind) : World
{
    private const int Side = 10;

    /// <summary>How the images differ.</summary>
    public enum Kind
    {
        /// <summary>An image is right or wrong as a whole: the largest differences there are.</summary>
        WholeOrNothing,

        /// <summary>Most images are much alike, as those of one network usually are.</summary>
        Graded,

        /// <summary>One image of ten has failed.</summary>
        SomeFail,
    }

    public override string Name => kind switch
    {
        Kind.WholeOrNothing => "masks right or wrong as a whole",
        Kind.Graded => "masks more or less right",
        _ => "masks, one of ten failed",
    };

    public override IEnumerable<(string Metric, ConfidenceInterval? Interval, double Truth)> Draw(int images, double truth, SeededRandom random)
    {
        // A share r of right pixels in every half gives the IoU r / (2 - r).
        var right = 2 * truth / (1 + truth);
        var metrics = new SegmentationMetrics(["one", "other"], new() { Resamples = Resamples, Seed = random.NextBits(), BoundaryTolerance = 0 });
        for (var image = 0; image < images; image++)
        {
            var share = ShareOf(right, random);
            var (there, predicted) = (new ClassMap(Side, Side, new byte[Side * Side]), new ClassMap(Side, Side, new byte[Side * Side]));
            for (var i = 0; i < Side * Side; i++)
            {
                there.Values[i] = (byte)(i % 2);
                predicted.Values[i] = (byte)(random.NextDouble() < share ? i % 2 : 1 - i % 2);
            }
            metrics.Add(there, predicted);
        }
        var report = metrics.Report();
        yield return ("mean_iou", report["mean_iou"].Interval, truth);
        yield return ("mean_dice", report["mean_dice"].Interval, right);
        yield return ("pixel_accuracy", report["pixel_accuracy"].Interval, right);
        yield return ("IoU of the last class", report.PerClass[^1].IoUInterval, truth);
    }

    private double ShareOf(double right, SeededRandom random)
    {
        if (right == 1) return 1;
        switch (kind)
        {
            case Kind.WholeOrNothing:
                return random.NextDouble() < right ? 1 : 0;
            case Kind.Graded:
                // About the mean, as far as there is room on both sides.
                var room = Math.Min(right, 1 - right);
                return right + room * (2 * random.NextDouble() - 1);
            default:
                // The failed tenth has a third of the others' share.
                var others = right / (0.9 + 0.1 / 3);
                return others > 1 ? (random.NextDouble() < 0.9 ? 1 : (right - 0.9) / 0.1) : random.NextDouble() < 0.9 ? others : others / 3;
        }
    }
}
