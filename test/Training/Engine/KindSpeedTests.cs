using Graft.Training;

namespace Graft.Tests.Training;

public sealed class KindSpeedTests
{
    [Theory]
    [InlineData(100, 100, 1, MemoryLayout.ChannelsLast)]
    [InlineData(95, 100, 1, MemoryLayout.ChannelsLast)]
    [InlineData(50, 100, 1, MemoryLayout.ChannelsFirst)]
    [InlineData(50, 100, 3, MemoryLayout.ChannelsLast)] // on a noisy machine twice as fast says nothing
    public void Channels_last_is_left_only_for_what_is_clearly_faster(double first, double last, double noise, MemoryLayout expected) =>
        Assert.Equal(expected, new KindSpeed(first, last) { Noise = noise }.FasterLayout);
}
