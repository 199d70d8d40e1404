using System.Text.Json;

namespace Graft.Tests;

/// <summary>A tensor as the reference files tell it: its statistics, and its values at some flat indices.</summary>
internal sealed record ReferenceSummary(int[] Shape, double Mean, double Std, double AbsMax, int[] At, double[] Values)
{
    /// <summary>From its place in a reference file.</summary>
    public static ReferenceSummary From(JsonElement summary) => new(
        summary.GetProperty("shape").Deserialize<int[]>()!,
        summary.GetProperty("mean").GetDouble(),
        summary.GetProperty("std").GetDouble(),
        summary.GetProperty("abs_max").GetDouble(),
        summary.GetProperty("at").Deserialize<int[]>()!,
        summary.GetProperty("values").Deserialize<double[]>()!);

    /// <summary>The entry of a model in a file of test/reference, as in <c>Model("classification.json", "resnet18")</c>.</summary>
    public static JsonElement Model(string file, string model) => Models(file).Single(m => m.GetProperty("model").GetString() == model);

    /// <summary>The entries of a list of models in a file of test/reference.</summary>
    public static IReadOnlyList<JsonElement> Models(string file, string list = "models")
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.At("test", "reference", file)));
        return [.. document.RootElement.GetProperty(list).EnumerateArray().Select(model => model.Clone())];
    }

    /// <summary>Largest difference of mean, deviation, magnitude and single values, in units of the reference's deviation.</summary>
    public double Error(ReadOnlySpan<float> actual)
    {
        double sum = 0, largest = 0, squares = 0;
        foreach (var value in actual) (sum, largest) = (sum + value, Math.Max(largest, Math.Abs(value)));
        var mean = sum / actual.Length;
        foreach (var value in actual) squares += (value - mean) * (value - mean);
        var error = new[] { mean - Mean, Math.Sqrt(squares / actual.Length) - Std, largest - AbsMax }.Max(Math.Abs);
        for (var i = 0; i < At.Length; i++)
            error = double.IsNaN(actual[At[i]]) ? double.PositiveInfinity : Math.Max(error, Math.Abs(actual[At[i]] - Values[i]));
        return error / Std;
    }

    /// <summary>Fails unless the tensor has the reference's shape and its values to <paramref name="tolerance"/> of the deviation.</summary>
    public void AssertMatches(IReadOnlyList<int> shape, ReadOnlySpan<float> actual, double tolerance = 1e-4)
    {
        Assert.Equal(Shape, shape);
        Assert.Equal(Shape.Aggregate(1, (product, dimension) => product * dimension), actual.Length);
        Assert.InRange(Error(actual), 0, tolerance);
    }
}
