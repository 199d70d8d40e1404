using Graft.Training;

namespace Graft.Tests.Training;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void The_rate_rises_in_a_line_and_falls_in_half_a_cosine_to_a_hundredth()
    {
        var schedule = new LearningRateSchedule(WarmupSteps: 4, TotalSteps: 104);

        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1.0], Enumerable.Range(0, 5).Select(step => schedule.Factor(step)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(0.505, schedule.Factor(54), 1e-12);
        Assert.Equal(0.01, schedule.Factor(104), 1e-12);
        Assert.All(Enumerable.Range(5, 99), step => Assert.True(schedule.Factor(step) < schedule.Factor(step - 1)));
    }

    [Fact]
    public void A_phase_of_one_step_has_the_full_rate() => Assert.Equal(1, new LearningRateSchedule(0, 1).Factor(0));
}
