using System.Runtime.InteropServices;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>What a trial makes of its turns; the turns are made up.</summary>
public sealed class PrecisionTrialTests
{
    private static readonly MemoryLayout[] Both = [MemoryLayout.ChannelsLast, MemoryLayout.ChannelsFirst];

    [Theory]
    [InlineData(1.8, 2.300, 2.310, true)]
    [InlineData(1.2, 2.300, 2.300, true)]
    [InlineData(1.1, 2.300, 2.300, false)] // too little
    [InlineData(0.7, 2.300, 2.300, false)]
    [InlineData(1.8, 2.300, 2.330, false)] // other losses
    public void Bfloat16_is_taken_where_it_is_clearly_faster_and_the_losses_agree(double gain, double loss, double other, bool takes)
    {
        var result = PrecisionTrial.Run(way => way.Precision == Precision.Float32 ? new(gain, [2, loss]) : new(1, [2, other]), MemoryLayout.ChannelsLast, Both);
        Assert.Equal(takes, result.TakesBfloat16);
        Assert.Equal(gain, result.Gain, 1e-9);
        Assert.Equal(Math.Abs(loss - other) / loss, result.Difference, 1e-9);
        Assert.False(result.IsNoisy);
    }

    [Theory]
    [InlineData(0.7, MemoryLayout.ChannelsFirst)]
    [InlineData(0.95, MemoryLayout.ChannelsLast)]
    public void The_faster_layout_of_bfloat16_is_compared(double first, MemoryLayout expected)
    {
        var result = PrecisionTrial.Run(way => way.Precision == Precision.Float32 ? new(2, [1])
            : new(way.Layout == MemoryLayout.ChannelsFirst ? first : 1, [1]), MemoryLayout.ChannelsLast, Both);
        Assert.Equal(expected, result.Layout);
    }

    [Theory]
    [InlineData(1, 1.6)] // one set contradicts itself, the next one does not
    [InlineData(2, 1.6)]
    [InlineData(100, 0)]
    public void A_noisy_trial_is_repeated_twice_and_then_decides_nothing(int noisySets, double gain)
    {
        var turns = 0; // in float32, after the first one, which is not counted
        var result = PrecisionTrial.Run(way =>
        {
            if (way.Precision == Precision.Bfloat16) return new(1, [1]);
            var set = (turns - 1) / PrecisionTrial.TurnsPerSet;
            return new(turns++ % 3 == 2 && set < noisySets ? 1 : 1.6, [1]);
        }, MemoryLayout.ChannelsLast, Both);
        Assert.Equal(gain == 0, result.IsNoisy);
        Assert.Equal(gain > 0, result.TakesBfloat16);
        Assert.Equal(1 + PrecisionTrial.TurnsPerSet * Math.Min(noisySets + 1, PrecisionTrial.Sets), turns);
    }

    [Theory]
    [InlineData(0.05, 1.0)]
    [InlineData(0.5, 1.8)]
    public void Where_other_programs_use_the_processors_their_time_counts_and_not_the_clock(double others, double expected)
    {
        var result = PrecisionTrial.Run(way => new Turn(1, [1])
        { ProcessorSeconds = way.Precision == Precision.Float32 ? 1.8 : 1, OtherPrograms = others }, MemoryLayout.ChannelsLast, Both);
        Assert.Equal(expected, result.Gain);
        Assert.Equal(expected > 1, result.IsShared); // and is not kept
    }

    [Fact]
    public void A_network_that_cannot_be_trained_in_it_stays_in_float32()
    {
        var result = PrecisionTrial.Run(way => way.Precision == Precision.Float32 ? new(1, [1]) : throw new ExternalException("not implemented for 'BFloat16'"),
            MemoryLayout.ChannelsLast, Both);
        Assert.False(result.TakesBfloat16);
        Assert.Equal(0, result.Gain);
    }
}
