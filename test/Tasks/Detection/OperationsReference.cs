using System.Text.Json;
using Graft.Imaging;

namespace Graft.Tests.Tasks.Detection;

/// <summary>torchvision's answers in test/reference.</summary>
internal static class OperationsReference
{
    public static JsonElement Operations { get; } = Read("detection_ops.json");

    public static JsonElement Cases { get; } = Read("detection_cases.json");

    public static Box[] Boxes(this JsonElement file, string name) =>
        [.. file.GetProperty(name).Deserialize<float[][]>()!.Select(b => new Box(b[0], b[1], b[2], b[3]))];

    public static float[] Floats(this JsonElement file, string name) => file.GetProperty(name).Deserialize<float[]>()!;

    public static int[] Integers(this JsonElement file, string name) => file.GetProperty(name).Deserialize<int[]>()!;

    public static void AssertNear(IReadOnlyList<Box> expected, IReadOnlyList<Box> actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
            foreach (var (one, other) in new[]
            {
                (expected[i].X1, actual[i].X1), (expected[i].Y1, actual[i].Y1), (expected[i].X2, actual[i].X2), (expected[i].Y2, actual[i].Y2),
            })
                Assert.True(Math.Abs(one - other) <= tolerance * Math.Max(1, Math.Abs(one)), $"Box {i} is {actual[i]}, not {expected[i]}.");
    }

    private static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.At("test", "reference", file)));
        return document.RootElement.Clone();
    }
}
