namespace Graft.Tests;

/// <summary>Compares logits or features of any scale, as two engines answer them.</summary>
internal static class Logits
{
    private const double Tolerance = 1e-4;

    /// <summary>No value differs by more than 0.0001 standard deviations of the expected ones.</summary>
    public static void Same(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string subject)
    {
        Assert.Equal(expected.Length, actual.Length);
        double sum = 0, squares = 0;
        foreach (var value in expected) sum += value;
        var mean = sum / expected.Length;
        foreach (var value in expected) squares += (value - mean) * (value - mean);
        var allowed = Tolerance * Math.Sqrt(squares / expected.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(expected[i] == actual[i] || Math.Abs((double)expected[i] - actual[i]) <= allowed,
                $"{subject}: value {i} is {actual[i]}, not {expected[i]}.");
    }
}
