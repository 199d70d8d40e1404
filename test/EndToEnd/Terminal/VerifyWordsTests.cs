using Graft.Cli;
using Graft.Faces;

namespace Graft.EndToEnd.Tests;

public class VerifyWordsTests
{
    [Theory]
    [InlineData("match", 0.41, null, "match|distance 0.410, a match below 0.6|the threshold is its author's")]
    [InlineData("undecided", 0.41, "the face on a.jpg is too small", "undecided: the face on a.jpg is too small|distance 0.410, which decides nothing here")]
    [InlineData("undecided", null, "no face is found on a.jpg", "undecided: no face is found on a.jpg")]
    public void A_distance_that_decides_nothing_has_no_threshold_beside_it(string decision, double? distance, string? reason, string expected) =>
        Assert.Equal(expected, string.Join('|', VerifyVerb.LinesOf(new VerifyDto(decision, distance, 0.6) { Evidence = "its author's", Reason = reason })));
}
