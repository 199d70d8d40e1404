namespace Graft.Tests;

public sealed class PretrainedTests
{
    [Fact]
    public void A_thousand_classes_of_ones_own_are_not_ImageNets()
    {
        var own = Pretrained.Load(classes: 1000);
        var published = Pretrained.Load();

        Assert.Equal(["classifier.weight", "classifier.bias"], own.Report!.Reinitialised);
        Assert.Empty(published.Report!.Reinitialised);
        Assert.NotEqual(published.Parameters["classifier.weight"].Data, own.Parameters["classifier.weight"].Data);
        Assert.Equal(published.Parameters["conv_stem.weight"].Data, own.Parameters["conv_stem.weight"].Data);
    }

    [Fact]
    public void A_new_head_depends_on_the_seed_and_nothing_else()
    {
        var (one, again, other) = (Pretrained.Load(classes: 3, seed: 7), Pretrained.Load(classes: 3, seed: 7), Pretrained.Load(classes: 3, seed: 8));

        Assert.Equal(one.Parameters["classifier.weight"].Data, again.Parameters["classifier.weight"].Data);
        Assert.NotEqual(one.Parameters["classifier.weight"].Data, other.Parameters["classifier.weight"].Data);
    }
}
