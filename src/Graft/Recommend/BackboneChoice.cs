using System.Diagnostics;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Ranks pretrained networks for a data set without training them (<c>graft models --recommend DATA</c>).</summary>
public static class BackboneChoice
{
    private const int Folds = 5;

    /// <summary>Looks at a sample of the images through every network whose weights are on this machine.</summary>
    /// <exception cref="GraftException">Bad data, fewer than two classes, or a network that was named and is not at hand.</exception>
    public static Recommendation Run(RecommendRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        OptionsCheck.Throw("The request for a recommendation", request);
        var sample = BackboneSample.Draw(request, progress, cancellation);
        var (here, elsewhere) = Candidates(request.Models);
        var rows = new List<BackboneRow>();
        foreach (var name in here)
        {
            progress?.Report(new RunEvent.Message($"computing features with {name}"));
            rows.Add(Look(name, sample, request, progress, cancellation));
        }
        return new()
        {
            Images = sample.Images.Count,
            Available = sample.Available,
            Classes = sample.Classes,
            Rows = [.. rows.OrderByDescending(row => row.LogMe)],
            NotOnDisk = elsewhere,
        };
    }

    /// <summary>The networks that were named, or all whose weights are on this machine; and those published that are not.</summary>
    internal static (IReadOnlyList<string> Here, IReadOnlyList<string> Elsewhere) Candidates(IReadOnlyList<string> named)
    {
        if (named.Count > 0) return (named, []);
        var weights = ModelCatalogue.Names.SelectMany(WeightsCatalogue.For).ToLookup(row => WeightsStore.PathOf(row) is not null);
        return ([.. weights[true].Select(row => row.Name)], [.. weights[false].Where(row => row.IsDefault).Select(row => row.Model)]);
    }

    private static BackboneRow Look(
        string name,
        BackboneSample sample,
        RecommendRequest request,
        IProgress<RunEvent>? progress,
        CancellationToken cancellation)
    {
        var model = Pretrained.Load(name).OnWholeImages(); // as a classifier is trained
        string[] paths = [.. sample.Images.Select(image => image.Path)];
        int[] labels = [.. sample.Images.Select(image => image.Label)];
        // Without the cache: what it knows would be measured as the speed of the network.
        using var extractor = new FeatureExtractor(model, new OnnxForwardFactory());
        extractor.Extract([.. paths.Take(1)], null, cancellation); // the session is made, and its first run is slow
        var watch = Stopwatch.StartNew();
        var features = extractor.Extract(paths, progress, cancellation);
        var rate = paths.Length / watch.Elapsed.TotalSeconds;
        return new()
        {
            Name = name,
            LogMe = LogMe.Score(features, labels, sample.Copies),
            ProbeAccuracy = Probe(features, labels, sample.Groups, request.Seed),
            Features = extractor.Width,
            Cost = BackboneCost.Of(model, rate, sample.Available, request.Batch),
        };
    }

    private static double? Probe(float[] features, int[] labels, IReadOnlyList<string?> groups, ulong seed)
    {
        if (labels.CountBy(label => label).Any(pair => pair.Value < 2)) return null;
        var options = new CrossValidationOptions { Folds = Folds, Seed = seed, Groups = groups, Grid = [1e-4, 1e-3, 1e-2] };
        var fit = LogisticRegression.FitWithCrossValidation(features, labels, options);
        return fit.Path.Single(score => score.C == fit.C).Accuracy;
    }
}
