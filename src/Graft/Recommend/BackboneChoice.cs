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
        var (sample, available, classes) = BackboneSample.Draw(request, progress);
        var (here, elsewhere) = Candidates(request.Models);
        var labels = sample.Select(image => image.Label).ToArray();
        string[] paths = [.. sample.Select(image => image.Path)];
        var rows = new List<BackboneRow>();
        foreach (var name in here)
        {
            progress?.Report(new RunEvent.Message($"computing features with {name}"));
            rows.Add(Look(name, paths, labels, (available, request), progress, cancellation));
        }
        return new()
        {
            Images = sample.Count,
            Available = available,
            Classes = classes,
            Rows = [.. rows.OrderByDescending(row => row.LogMe)],
            NotOnDisk = elsewhere,
        };
    }

    private static (IReadOnlyList<string> Here, IReadOnlyList<string> Elsewhere) Candidates(IReadOnlyList<string> named)
    {
        if (named.Count > 0) return (named, []);
        var weights = ModelCatalogue.Names.SelectMany(WeightsCatalogue.For).ToLookup(row => WeightsStore.PathOf(row) is not null);
        return ([.. weights[true].Select(row => row.Name)], [.. weights[false].Where(row => row.IsDefault).Select(row => row.Model)]);
    }

    private static BackboneRow Look(
        string name,
        string[] paths,
        int[] labels,
        (int Available, RecommendRequest Request) about,
        IProgress<RunEvent>? progress,
        CancellationToken cancellation)
    {
        var model = Pretrained.Load(name);
        // Without the cache: what it knows would be measured as the speed of the network.
        using var extractor = new FeatureExtractor(model, new OnnxForwardFactory());
        extractor.Extract([.. paths.Take(1)], null, cancellation); // the session is made, and its first run is slow
        var watch = Stopwatch.StartNew();
        var features = extractor.Extract(paths, progress, cancellation);
        var rate = paths.Length / watch.Elapsed.TotalSeconds;
        return new()
        {
            Name = name,
            LogMe = LogMe.Score(features, labels),
            ProbeAccuracy = Probe(features, labels, about.Request.Seed),
            Features = extractor.Width,
            Cost = BackboneCost.Of(model, rate, about.Available, about.Request.Batch),
        };
    }

    private static double? Probe(float[] features, int[] labels, ulong seed)
    {
        if (labels.CountBy(label => label).Any(pair => pair.Value < 2)) return null;
        var fit = LogisticRegression.FitWithCrossValidation(features, labels, new() { Folds = Folds, Seed = seed, Grid = [1e-4, 1e-3, 1e-2] });
        return fit.Path.Single(score => score.C == fit.C).Accuracy;
    }
}
