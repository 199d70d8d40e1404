using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class LimitsTests
{
    [Theory]
    [InlineData("timeout"), InlineData("body"), InlineData("drain"), InlineData("delay")]
    public void Times_that_no_timer_counts_to_are_refused(string which)
    {
        var limits = which switch
        {
            "timeout" => new ServingLimits { Timeout = TimeSpan.MaxValue },
            "body" => new ServingLimits { BodyTimeout = TimeSpan.FromDays(60) },
            "drain" => new ServingLimits { Drain = TimeSpan.FromDays(2) },
            _ => new ServingLimits { MaxDelay = TimeSpan.FromDays(2) },
        };
        Assert.Contains("At most a day", Assert.Throws<GraftException>(limits.Validate).Message);
    }
}
