namespace Graft.Guide;

/// <summary>The program of docs/guide/identities.md: descriptors of persons, animals or parts, and how far two images are apart.</summary>
internal static class Identities
{
    public static void Run(string things, string first, string second)
    {
        #region identities
        var result = Identifier.Train(new IdentityRequest(things) { Strategy = Strategy.Adapt }, new ConsoleProgress());
        foreach (var metric in result.Metrics) Console.WriteLine(metric);
        using var predictor = Identifier.Open(result.ModelPath);
        Console.WriteLine(predictor.Predict(first).DistanceFrom(predictor.Predict(second)));
        #endregion
    }
}
