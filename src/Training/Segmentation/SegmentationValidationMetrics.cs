namespace Graft.Training;

/// <summary>Metrics of a segmentation on validation images, from a confusion matrix over all their pixels that count.</summary>
public static class SegmentationValidationMetrics
{
    /// <summary>Name of the mean intersection over union of the classes that occur.</summary>
    public const string MeanIoU = "mean_iou";

    /// <summary>Name of the mean Dice coefficient of the classes that occur.</summary>
    public const string MeanDice = "mean_dice";

    /// <summary>Name of the share of pixels classified correctly.</summary>
    public const string PixelAccuracy = "pixel_accuracy";

    /// <summary>From counts.</summary>
    /// <param name="confusion">classes x classes pixels: row is the truth, column what was said.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="loss">Mean loss.</param>
    public static ValidationMetrics Of(ReadOnlySpan<long> confusion, int classes, double loss)
    {
        double overlap = 0, dice = 0, right = 0, all = 0;
        var occurring = 0;
        for (var label = 0; label < classes; label++)
        {
            long truth = 0, predicted = 0;
            for (var other = 0; other < classes; other++)
            {
                truth += confusion[label * classes + other];
                predicted += confusion[other * classes + label];
            }
            var both = confusion[label * classes + label];
            (right, all) = (right + both, all + truth);
            if (truth + predicted == 0) continue;
            occurring++;
            overlap += (double)both / (truth + predicted - both);
            dice += 2.0 * both / (truth + predicted);
        }
        return new ValidationMetrics(loss, new Dictionary<string, double>
        {
            [MeanIoU] = overlap / Math.Max(1, occurring),
            [MeanDice] = dice / Math.Max(1, occurring),
            [PixelAccuracy] = right / Math.Max(1, all),
        });
    }
}
