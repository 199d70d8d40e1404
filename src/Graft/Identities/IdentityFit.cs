using System.Diagnostics;
using System.Globalization;
using Graft.Artifacts;
using Graft.Data;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Fits a network that describes identities, and decides on unseen ones whether that was worth it.</summary>
internal sealed class IdentityFit(IdentityRequest request, IdentityData data, IdentityNetwork network)
{
    // Resamples of the comparison that decides; its level is that of all its measures together.
    private static readonly BootstrapOptions Deciding = new() { Resamples = 1000 };

    /// <summary>Beside the frozen network on the test identities; null before the fit.</summary>
    public IdentityComparison? Comparison { get; private set; }

    /// <summary>What is exported: the trained network, or the frozen one where training did not pay.</summary>
    public Graph Kept => Comparison?.Pays == false ? network.Frozen : network.Graph;

    /// <summary>Trains by gradient, or solves; then compares.</summary>
    public FitResult Run(RunFit run, RunSubject subject)
    {
        var watch = Stopwatch.StartNew();
        if (run.IsFollower && request.Strategy == Strategy.Adapt) return new FitResult(network.Parameters, [], watch.Elapsed, []);
        var fit = request.Strategy == Strategy.Adapt ? Adapt(run)
            : GradientFit.Run(request, run.Placed(subject.Job), subject.Plan, run.Progress, run.Cancellation);
        if (fit.IsCancelled || run.IsFollower) return fit;
        var time = watch.Elapsed;
        var (test, _) = IdentityData.Numbered(data.Split.Test, data.Dataset.Classes);
        var units = Unit.CopiesOf([.. test.Select(sample => sample.Name)], data.Examination);
        Comparison = IdentityComparison.Of(Sample(network.Frozen, network.Parameters), Sample(network.Graph, fit.Parameters),
            Deciding with { Seed = request.Seed });
        var verdict = Verdict(Comparison);
        run.Progress.Report(new RunEvent.Message(verdict, IsWarning: !Comparison.Pays));
        foreach (var row in Comparison.Rows) run.Progress.Report(new RunEvent.Message(row.ToString()));
        return fit with
        {
            Parameters = IdentityNetwork.Of(Kept, Comparison.Pays ? fit.Parameters : network.Parameters),
            // Where the frozen network is kept no epoch's weights are.
            History = Comparison.Pays ? fit.History : [.. fit.History.Select(epoch => epoch with { IsBest = false })],
            Time = time,
            IsUntrained = !Comparison.Pays,
            Notes = [.. fit.Notes, verdict, .. Comparison.Rows.Select(row => row.ToString())],
        };

        IdentitySample Sample(Graph graph, ParameterSet parameters)
        {
            using var extractor = new FeatureExtractor(graph, parameters, network.Preprocess, new OnnxForwardFactory(), request.Workers);
            return new(extractor.Extract([.. test.Select(sample => sample.Path)], null, run.Cancellation), [.. test.Select(sample => sample.Label)], units);
        }
    }

    private static string Verdict(IdentityComparison comparison)
    {
        var how = string.Create(CultureInfo.InvariantCulture, $"{comparison.Level * 100:0.#} % intervals over identities, all measures together");
        if (comparison.Pays) return $"Training paid: on identities that it has not seen the trained network is better than the frozen one ({how}).";
        var why = comparison.IsTooFew ? "too few test identities have two images that are no copies for anything to be shown"
            : comparison.Rows.Any(row => row.High < 0)
                ? $"on identities that it has not seen the trained network is worse than the frozen one by a measure ({how})"
            : $"no measure shows the trained network to be better than the frozen one on identities that it has not seen ({how})";
        return $"Transfer did not pay here: {why}. The model file is the frozen network.";
    }

    // Features once, then the discriminant as the values of the linear layer.
    private FitResult Adapt(RunFit run)
    {
        var (train, names) = IdentityData.Numbered(data.Split.Train, data.Dataset.Classes);
        using var extractor = new FeatureExtractor(network.Source.Graph.WithoutHead().WithoutAuxiliary(), network.Parameters, network.Preprocess,
            new OnnxForwardFactory(), request.Workers);
        var features = extractor.Extract([.. train.Select(sample => sample.Path)], run.Progress, run.Cancellation);
        var directions = network.Graph.OutputChannels;
        var (weights, bias, shrinkage) = ShrunkenDiscriminant.Fit(features, [.. train.Select(sample => sample.Label)], directions);
        var parameters = new ParameterSet();
        foreach (var (name, tensor) in network.Parameters) parameters.Set(name, tensor);
        parameters.Set($"{DescriptorGraph.Layer}.weight", new HostTensor([directions, extractor.Width], weights));
        parameters.Set($"{DescriptorGraph.Layer}.bias", new HostTensor([directions], bias));
        var note = string.Create(CultureInfo.InvariantCulture, $"discriminant of {extractor.Width} features: {directions} directions from {names.Count} "
            + $"identities with {train.Count} images, covariance within identities shrunken by {shrinkage:0.000} (Ledoit and Wolf 2004)");
        run.Progress.Report(new RunEvent.Message(note));
        return new FitResult(parameters, [], TimeSpan.Zero, [note]);
    }
}
