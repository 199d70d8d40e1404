using Graft.Artifacts;

namespace Graft.Tests.Artifacts;

public sealed class ProbeTests
{
    [Fact]
    public void Probe_images_are_the_same_every_time_and_differ_by_seed()
    {
        var one = ProbeImages.Make(1, TinyModel.Contract);
        Assert.Equal(64 * 64 * 3, one.Length);
        Assert.Equal(one, ProbeImages.Make(1, TinyModel.Contract));
        Assert.NotEqual(one, ProbeImages.Make(2, TinyModel.Contract));
        Assert.True(one.Max() - one.Min() > 100);
    }

    [Fact]
    public void Probes_hold_each_images_own_answer()
    {
        var probes = ModelFile.MakeProbes([7, 8], TinyModel.Contract, (images, count) =>
        {
            Assert.Equal([.. ProbeImages.Make(7, TinyModel.Contract), .. ProbeImages.Make(8, TinyModel.Contract)], images);
            return [.. Enumerable.Range(0, count * 3).Select(i => (float)i)];
        });
        Assert.Equal([7UL, 8UL], probes.Select(probe => probe.Seed));
        Assert.Equal([3f, 4f, 5f], probes[1].Scores);
    }
}
