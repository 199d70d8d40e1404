using Graft.Imaging;

namespace Graft.Tasks.Tests;

public class DetectionMetricsTests
{
    private static readonly Box Here = new(0, 0, 100, 100), There = new(200, 0, 300, 100), Far = new(400, 400, 450, 450);

    [Fact]
    public void Each_kind_of_error_is_recognised()
    {
        ObjectAnnotation[] truth =
        [
            new(Here, 0), new(There, 1), new(new Box(0, 200, 100, 300), 0), new(new Box(200, 200, 300, 300), 1), new(new Box(0, 400, 100, 500), 0),
        ];
        Detection[] found =
        [
            new(Here, 0, 0.9), new(new Box(1, 0, 101, 100), 0, 0.8), // a hit and its duplicate
            new(There, 0, 0.7), // wrong class
            new(new Box(0, 240, 100, 340), 0, 0.6), // 0.43 of overlap
            new(new Box(200, 250, 300, 350), 0, 0.5), // both
            new(Far, 1, 0.4), // background
        ];
        var errors = DetectionMetrics.Report(["a", "b"], [truth], [found]).Errors;
        DetectionError[] each = [errors.Duplicate, errors.Classification, errors.Localisation, errors.Both, errors.Background];
        Assert.All(each, error => Assert.Equal(1, error.Count));
        Assert.Equal(2, errors.Missed.Count); // the one that is both, and the one nobody saw
        Assert.True(errors.Localisation.Cost > 0 && errors.Classification.Cost > 0 && errors.Missed.Cost > 0);
    }

    [Fact]
    public void Mending_every_error_but_the_misses_would_leave_only_recall()
    {
        ObjectAnnotation[] truth = [new(Here, 0), new(There, 0)];
        Detection[] found = [new(Far, 0, 0.9), new(Here, 0, 0.8)];
        var report = DetectionMetrics.Report(["a"], [truth], [found]);
        var now = report.Boxes.Summary.AP50!.Value;
        Assert.Equal(51 / 101.0, now + report.Errors.Background.Cost, 1e-9); // precision 1 up to recall 0.5
        Assert.Equal(0.5, now + report.Errors.Missed.Cost, 1e-9);
    }

    [Fact]
    public void The_confusion_matrix_has_a_row_and_a_column_for_the_background()
    {
        ObjectAnnotation[] truth = [new(Here, 0), new(There, 1), new(new Box(0, 200, 100, 300), 1), new(Far, 0) { IsCrowd = true }];
        Detection[] found = [new(Here, 0, 0.9), new(There, 0, 0.8), new(new Box(600, 0, 700, 90), 1, 0.9), new(Far, 0, 0.9), new(Here, 1, 0.1)];
        var confusion = DetectionMetrics.Report(["a", "b"], [truth], [found], new() { Threshold = 0.5 }).Confusion;
        Assert.Equal([1, 0, 0], confusion.Matrix[0]);
        Assert.Equal([1, 0, 1], confusion.Matrix[1]);
        Assert.Equal([0, 1, 0], confusion.Matrix[2]);
        Assert.Equal(0.5, confusion.Threshold);
    }

    [Fact]
    public void The_best_threshold_parts_right_from_wrong()
    {
        ObjectAnnotation[] truth = [new(Here, 0), new(There, 0)];
        Detection[] found = [new(Here, 0, 0.9), new(There, 0, 0.6), new(Far, 0, 0.4), new(new Box(600, 0, 700, 90), 0, 0.2)];
        var report = DetectionMetrics.Report(["a"], [truth], [found]);
        Assert.Equal((0.5, 1.0), (report.BestThreshold, report.BestF1));
        var curve = report.Curves[0];
        Assert.Equal((1.0, 1.0, 1.0), (curve.Precision[50], curve.Recall[50], curve.F1[50]));
        Assert.Equal((0.5, 1.0), (curve.Precision[0], curve.Recall[0]));
        Assert.Equal((1.0, 0.5), (curve.Precision[90], curve.Recall[90]));
        Assert.Equal((1.0, 0.0, 0.0), (curve.Precision[100], curve.Recall[100], curve.F1[100]));
    }

    [Fact]
    public void The_advised_threshold_is_the_best_of_the_curve_that_counts_all_classes_together()
    {
        // A class with many objects that is found surely, and one with few that is not: the mean of their curves peaks elsewhere.
        ObjectAnnotation[] truth = [new(Here, 0), new(There, 0), new(Far, 0), new(new Box(0, 200, 100, 300), 1)];
        Detection[] found =
            [new(Here, 0, 0.9), new(There, 0, 0.9), new(Far, 0, 0.8), new(new Box(600, 0, 700, 90), 0, 0.6), new(new Box(0, 200, 100, 300), 1, 0.3),
             new(new Box(600, 0, 700, 90), 0, 0.5), new(new Box(700, 0, 800, 90), 0, 0.45)];
        var report = DetectionMetrics.Report(["a", "b"], [truth], [found]);
        var all = report.AllClasses!;
        Assert.Equal((all.BestThreshold, all.BestF1), (report.BestThreshold, report.BestF1));
        Assert.Equal(report.BestF1, all.F1.Max(), 1e-9);
        Assert.Equal(report.BestF1, all.F1[(int)(report.BestThreshold * 100)], 1e-9);
    }

    [Fact]
    public void A_report_is_json_without_anything_that_is_no_number()
    {
        var reference = new CocoReference();
        var report = DetectionMetrics.Report(reference.Classes, reference.Truth, reference.Detections, new() { Masks = true, Resamples = 20 });
        var text = System.Text.Json.JsonSerializer.Serialize(report, Json.Options);
        Assert.DoesNotContain("NaN", text);
        Assert.Contains("\"ap50\"", text);
        Assert.NotNull(report.Masks);
        Assert.Equal(132, report.Objects);
        Assert.Equal(report.Objects, report.Confusion.Matrix.Take(5).Sum(row => row.Sum()));
    }

    [Fact]
    public void An_image_is_judged_by_what_is_right_misnamed_missed_and_false()
    {
        ObjectAnnotation[] truth = [new(Here, 0), new(There, 1), new(new Box(0, 200, 100, 300), 1), new(Far, 0) { IsCrowd = true }];
        Detection[] found = [new(Here, 0, 0.9), new(There, 0, 0.8), new(new Box(600, 0, 700, 90), 1, 0.9), new(Far, 0, 0.9), new(Here, 1, 0.1)];
        var verdict = ImageVerdict.Of(2, truth, found, 0.5);
        Assert.Equal(new ImageVerdict(Right: 1, Misnamed: 1, Missed: 1, False: 1), verdict);
        Assert.Equal((3, 3), (verdict.Errors, verdict.Objects));
    }
}
