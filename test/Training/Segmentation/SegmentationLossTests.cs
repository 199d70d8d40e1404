using Graft.Imaging;
using Graft.Tasks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

public sealed class SegmentationLossTests
{
    private const int Classes = 3, Side = 4;

    [Theory]
    [InlineData(false, 0.0)]
    [InlineData(true, 0.0)]
    [InlineData(false, 0.1)]
    public void Cross_entropy_is_torchs_over_the_pixels_that_count(bool weighted, double smoothing)
    {
        using var scope = torch.NewDisposeScope();
        double[]? weights = weighted ? [1, 2, 0.5] : null;
        var loss = new SegmentationLoss(SegmentationLossOptions.Default, Maps, weights, smoothing).Of(Logits).ToDouble();

        var expected = torch.nn.functional.cross_entropy(Logits, Targets,
            weights is null ? null : torch.tensor(weights.Select(weight => (float)weight).ToArray()), 255,
            label_smoothing: smoothing).ToDouble();
        Assert.Equal(expected, loss, 1e-5);
    }

    [Fact]
    public void Focal_loss_without_gamma_is_cross_entropy_and_with_gamma_is_less()
    {
        using var scope = torch.NewDisposeScope();
        var plain = new SegmentationLoss(SegmentationLossOptions.Default, Maps, null, 0).Of(Logits).ToDouble();
        Assert.Equal(plain, Focal(0), 1e-5);
        Assert.InRange(Focal(2), 0, plain);

        static double Focal(double gamma) =>
            new SegmentationLoss(new() { CrossEntropy = 0, Focal = 1, FocalGamma = gamma }, Maps, null, 0).Of(Logits).ToDouble();
    }

    [Fact]
    public void Dice_is_none_for_the_truth_and_its_gradient_leaves_ignored_pixels_alone()
    {
        using var scope = torch.NewDisposeScope();
        var dice = new SegmentationLoss(new() { CrossEntropy = 0, Dice = 1 }, Maps, null, 0);
        var sure = torch.nn.functional.one_hot(Targets.clamp_max(Classes - 1), Classes).permute(0, 3, 1, 2).to_type(torch.ScalarType.Float32).mul(40);
        Assert.Equal(0, dice.Of(sure).ToDouble(), 1e-4);

        var logits = Logits.detach().requires_grad_(true);
        var loss = dice.Of(logits);
        Assert.InRange(loss.ToDouble(), 0.2, 1);
        loss.backward();
        Assert.Equal(0, logits.grad![0, .., 0, 0].abs().sum().ToDouble());
        Assert.NotEqual(0, logits.grad![0, .., 1, 1].abs().sum().ToDouble());
    }

    [Fact]
    public void A_batch_of_which_no_pixel_counts_has_no_loss_and_no_gradient()
    {
        using var scope = torch.NewDisposeScope();
        var nothing = new ClassMap(Side, Side, [.. Enumerable.Repeat(ClassMap.Ignore, Side * Side)]);
        var logits = Logits.detach().requires_grad_(true);
        var loss = new SegmentationLoss(new() { CrossEntropy = 1, Dice = 1, Focal = 1 }, [nothing, nothing], null, 0).Of(logits);
        Assert.Equal(0, loss.ToDouble());
        loss.backward();
        Assert.Equal(0, logits.grad!.abs().sum().ToDouble());
    }

    [Fact]
    public void Metrics_are_those_worked_out_by_hand()
    {
        // class 0: 6 right, 2 taken for 1; class 1: 3 right, 1 taken for 0; class 2 does not occur
        var metrics = SegmentationValidationMetrics.Of([6, 2, 0, 1, 3, 0, 0, 0, 0], 3, loss: 0.5);
        Assert.Equal((6.0 / 9 + 3.0 / 6) / 2, metrics[SegmentationMetricTable.MeanIoU], 1e-12);
        Assert.Equal((12.0 / 15 + 6.0 / 9) / 2, metrics[SegmentationMetricTable.MeanDice], 1e-12);
        Assert.Equal(9.0 / 12, metrics[SegmentationMetricTable.PixelAccuracy], 1e-12);
    }

    private static ClassMap[] Maps { get; } = [.. Enumerable.Range(0, 2).Select(image =>
        new ClassMap(Side, Side, [.. Enumerable.Range(0, Side * Side).Select(i => i == 0 ? ClassMap.Ignore : (byte)((i + image) % Classes))]))];

    private static torch.Tensor Logits => torch.tensor(ReferenceFill.Input(2, Classes, Side, Side), [2, Classes, Side, Side]);

    private static torch.Tensor Targets => torch.tensor(Maps.SelectMany(map => map.Values.Select(value => (long)value)).ToArray(), [2, Side, Side]);
}
