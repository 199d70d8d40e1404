using CsCheck;

namespace Graft.Data.Tests;

/// <summary>Mixup and cutmix.</summary>
public sealed class BatchMixingTests
{
    private static readonly BatchShape Shape = new(3, 6, 5, 3);

    [Fact]
    public void Mixup_blends_each_image_and_its_targets_with_the_one_before()
    {
        var (images, targets) = Batch(Shape);
        var mixture = BatchMixing.Apply(new MixingOptions { Mixup = 0.8 }, images, targets, Shape, new SeededRandom(4));
        Assert.Equal(MixingKind.Mixup, mixture.Kind);
        var share = (float)mixture.Share;
        for (var i = 0; i < 3; i++)
        {
            var other = (i + 2) % 3;
            for (var at = 0; at < Shape.Stride; at++)
                Assert.Equal(share * Value(i, at) + (1 - share) * Value(other, at), images[i * Shape.Stride + at], 1e-4f);
            Assert.Equal(share, targets[i * 3 + i], 1e-6f);
            Assert.Equal(1 - share, targets[i * 3 + other], 1e-6f);
        }
    }

    [Fact]
    public void Cutmix_pastes_a_rectangle_and_the_targets_follow_its_area() => Gen.Select(Gen.Int[2, 5], Gen.Int[1, 12], Gen.Int[1, 12], Gen.ULong).Sample((count, height, width, seed) =>
    {
        var shape = new BatchShape(count, height, width, 3);
        var (images, targets) = Batch(shape);
        var mixture = BatchMixing.Apply(new MixingOptions { Cutmix = 1 }, images, targets, shape, new SeededRandom(seed));
        Assert.Equal(MixingKind.Cutmix, mixture.Kind);
        for (var i = 0; i < count; i++)
        {
            var other = (i + count - 1) % count;
            var own = Enumerable.Range(0, shape.Stride).Count(at => images[i * shape.Stride + at] == Value(i, at));
            var pasted = Enumerable.Range(0, shape.Stride).Count(at => images[i * shape.Stride + at] == Value(other, at));
            Assert.Equal(shape.Stride, own + pasted);
            Assert.Equal((double)own / shape.Stride, mixture.Share, 1e-6);
            Assert.Equal(mixture.Share, targets[i * count + i], 1e-5);
            Assert.Equal(1, targets[(i * count)..((i + 1) * count)].Sum(), 1e-5);
        }
    }, iter: 300);

    [Fact]
    public void Chance_decides_whether_and_how_a_batch_is_mixed()
    {
        var random = new SeededRandom(1);
        var options = new MixingOptions { Mixup = 0.2, Cutmix = 1, Probability = 0.8, CutmixShare = 0.25 };
        var kinds = Enumerable.Range(0, 2000).Select(_ =>
        {
            var (images, targets) = Batch(Shape);
            return BatchMixing.Apply(options, images, targets, Shape, random).Kind;
        }).GroupBy(kind => kind).ToDictionary(group => group.Key, group => group.Count());
        Assert.InRange(kinds[MixingKind.None], 340, 460); // 400 expected
        Assert.InRange(kinds[MixingKind.Cutmix], 340, 460);
        Assert.InRange(kinds[MixingKind.Mixup], 1110, 1290); // 1200 expected
    }

    [Fact]
    public void A_batch_of_one_and_options_that_are_off_change_nothing()
    {
        var one = new BatchShape(1, 6, 5, 3);
        foreach (var (shape, options) in new[] { (one, new MixingOptions { Mixup = 1 }), (Shape, new MixingOptions()), (Shape, new MixingOptions { Cutmix = 1, Probability = 0 }) })
        {
            var (images, targets) = Batch(shape);
            var before = images.ToArray();
            Assert.Equal(new Mixture(MixingKind.None, 1), BatchMixing.Apply(options, images, targets, shape, new SeededRandom(1)));
            Assert.Equal(before, images);
        }
    }

    [Fact]
    public void Wrong_sizes_and_options_are_refused()
    {
        var (images, targets) = Batch(Shape);
        Assert.Throws<ArgumentException>(() => BatchMixing.Apply(new MixingOptions { Mixup = 1 }, images[1..], targets, Shape, new SeededRandom(1)));
        Assert.Throws<ArgumentException>(() => BatchMixing.Apply(new MixingOptions { Mixup = 1 }, images, targets[1..], Shape, new SeededRandom(1)));
        var error = Assert.Throws<ProblemsException>(() => BatchMixing.Apply(new MixingOptions { Mixup = -1, Probability = 2 }, images, targets, Shape, new SeededRandom(1)));
        Assert.Equal(["Mixup", "Probability"], error.Problems.Select(problem => problem.Where).Order());
    }

    [Fact]
    public void Soft_targets_sum_to_one_and_spread_the_smoothing()
    {
        var targets = SoftTargets.Create([2, 0], 4, 0.1);
        Assert.Equal([0.025f, 0.025f, 0.925f, 0.025f, 0.925f, 0.025f, 0.025f, 0.025f], targets.Select(value => MathF.Round(value, 6)));
        Assert.Equal([0f, 1f], SoftTargets.Create([1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoftTargets.Create([4], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoftTargets.Create([0], 4, 1));
    }

    // Every value of a batch is different, so that it is seen where each came from.
    private static float Value(int image, int at) => image * 1000 + at;

    private static (float[] Images, float[] Targets) Batch(BatchShape shape) =>
        ([.. Enumerable.Range(0, shape.Count).SelectMany(image => Enumerable.Range(0, shape.Stride).Select(at => Value(image, at)))],
            SoftTargets.Create([.. Enumerable.Range(0, shape.Count)], shape.Count));
}
