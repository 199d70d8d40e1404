using System.Text.Json;

namespace Graft.Core.Tests;

public class JsonTests
{
    private enum Filter { NearestNeighbour }

    private sealed record Facts(string ClassName, Filter Filter, double Loss, string? Note = null);

    [Fact]
    public void Names_and_words_are_camel_case_and_nothing_is_written_for_null() =>
        Assert.Equal("""{"className":"Mäuse & <Ratten>","filter":"nearestNeighbour","loss":0.5}""",
            JsonSerializer.Serialize(new Facts("Mäuse & <Ratten>", Filter.NearestNeighbour, 0.5), Json.Compact));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.1)]
    public void Every_number_comes_back_as_it_was(double loss)
    {
        var text = JsonSerializer.Serialize(new Facts("a", Filter.NearestNeighbour, loss), Json.Options);
        Assert.Equal(loss, JsonSerializer.Deserialize<Facts>(text, Json.Options)!.Loss);
    }
}
