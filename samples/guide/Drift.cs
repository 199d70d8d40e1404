namespace Graft.Guide;

/// <summary>The program of docs/guide/drift.md: whether images are like those a model was made for.</summary>
internal static class Drifting
{
    public static void Run(string model, string images)
    {
        #region drift
        var drift = Drift.Run(model, images);
        Console.WriteLine(drift.Summary);
        foreach (var test in drift.Tests.Where(test => test.IsUnlike)) Console.WriteLine($"{test.Subject}: {test.Effect}");
        if (drift.EstimatedAccuracy is { } accuracy) Console.WriteLine($"estimated accuracy {accuracy:0.000}");
        #endregion
    }
}
