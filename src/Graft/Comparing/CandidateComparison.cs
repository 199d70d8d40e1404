using System.Diagnostics;
using System.Globalization;
using Graft.Data;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>
/// Networks and strategies on the same held-out images: which is best, how sure that is, which is the fastest that is not worse, and what from scratch
/// would have given. The rules stand before the first training.
/// </summary>
internal static class CandidateComparison
{
    /// <summary>Compares. Stopped by the user, it concludes from the trials that were done (<see cref="CompareResult.IsStopped"/>).</summary>
    /// <exception cref="OperationCanceledException">It was stopped before the first trial ended.</exception>
    /// <exception cref="GraftException">Bad data, too few images of a class, or no network at hand.</exception>
    public static CompareResult Run(CompareRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        OptionsCheck.Throw("The comparison", request);
        var training = request.Training;
        if (TaskTable.Of(training.Task).NotCompared is { } why) throw new GraftException($"Networks for {training.Task.Name()} are not compared.", why);
        Int8Training.RequireSingle(training);
        ComputeDevice.RequireCpu();
        var notes = new List<string>();
        var candidates = Candidates(request, notes);
        foreach (var candidate in candidates)
        {
            candidate.Of(training).Validate();
            if (training.Task == TaskKind.Classify && candidate.Strategy != Strategy.Scratch) WeightsSource.Find(candidate.Model, null);
        }
        // What has no meaning for any of them was not meant.
        if (candidates.All(candidate => candidate.IsSolved))
            (training with { Model = candidates[0].Model, Strategy = Strategy.Probe }).Validate();
        if (!request.KeepsValidation) RequireUsed(training);
        using var trials = Trials(request, notes, progress, cancellation);
        return Run(request, trials, candidates, notes, progress, cancellation) with { Seconds = watch.Elapsed.TotalSeconds };
    }

    /// <summary>Compares candidates by trials of one's own.</summary>
    /// <param name="request">Time and margin.</param>
    /// <param name="trials">What trains and judges.</param>
    /// <param name="candidates">The candidates, those that cost least first.</param>
    /// <param name="notes">What a reader must know already.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GraftException">None could be trained.</exception>
    internal static CompareResult Run(CompareRequest request, ITrials trials, IReadOnlyList<CompareCandidate> candidates, IReadOnlyList<string> notes,
        IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var halving = new SuccessiveHalving(trials, request.SecondsLimit, progress, request.Models.Count > 0);
        var rules = SuccessiveHalving.Rules(trials, candidates);
        foreach (var rule in rules) progress?.Report(new RunEvent.Message(rule));
        halving.Run(candidates, cancellation);
        var tried = candidates.Where(candidate => halving.Done[candidate].Count > 0).ToList();
        if (tried.Count == 0)
            throw new GraftException($"No candidate was trained: {string.Join("; ", halving.Ended.Values.Distinct().Select(why => why.TrimEnd('.')))}.",
                "At least one was expected to be.", $"Give more {Flag.Of("--time")}, or other networks.");
        // Who stopped it waits for no more measurements.
        if (halving.IsStopped) (request, cancellation) = (request with { MeasuresMore = false }, CancellationToken.None);
        return Concluded(request, trials, halving, (candidates, tried), [.. notes], progress, cancellation) with
        {
            Rules = rules,
            IsStopped = halving.IsStopped,
        };
    }

    // Folds hold out images that choose nothing; a run that follows has images that do.
    private static void RequireUsed(TrainRequest training)
    {
        if (training is not ClassifyRequest own) return;
        var plain = new ClassifyRequest(own.Data);
        List<Problem> problems = [.. new[]
            {
                (nameof(TrainRequest.Patience), own.Patience != plain.Patience),
                (nameof(TrainRequest.Monitor), own.Monitor is not null),
                (nameof(TrainRequest.ValidationShare), !own.ValidationShare.Equals(plain.ValidationShare)),
            }
            .Where(option => option.Item2)
            .Select(option => new Problem(option.Item1, "No validation images choose anything in folds, so it would have no effect.", "Leave it out."))];
        if (problems.Count > 0) throw new ProblemsException("The comparison", problems);
    }

    private static List<CompareCandidate> Candidates(CompareRequest request, List<string> notes)
    {
        var (backbones, elsewhere) = BackboneChoice.Candidates(request.Models);
        if (elsewhere.Count > 0)
            notes.Add($"{Words.Count(elsewhere.Count, "published network is", "published networks are")} not on this machine and took no part: "
                + "`graft models` lists them, `graft models pull` brings one.");
        var row = TaskTable.Of(request.Training.Task);
        // Those that were named are taken as they are.
        var here = request.Models.Count > 0 ? request.Models : [.. backbones.Where(HasClassifier).Select(Short).OrderBy(Parameters).SelectMany(row.Networks)];
        if (here.Count == 0) throw new GraftException("No network is at hand.", "At least one is needed.", "`graft models pull NAME` brings one.");
        var strategies = request.Strategies.Count > 0 ? request.Strategies : row.Compared ?? [TaskDefaults.Of(row.Kind).Strategy];
        IReadOnlyList<int?> sizes = request.ImageSizes.Count > 0 ? [.. request.ImageSizes.Select(size => (int?)size)] : [null];
        IReadOnlyList<ImageFit?> fits = request.Fits.Count > 0 ? [.. request.Fits.Select(fit => (ImageFit?)fit)] : [null];
        var ways = from strategy in strategies from size in sizes from fit in fits select (strategy, size, fit);
        var all = here.Distinct().SelectMany(model => ways.Select(way => new CompareCandidate(model, way.strategy, way.size, way.fit)));
        return [.. all
            // What is learned from scratch is the baseline: one network, the first, says what the images alone give.
            .Where(candidate => candidate.Strategy != Strategy.Scratch || request.Strategies.Count > 0 || candidate.Model == here[0])];
    }

    // Those published for their features alone have layers with fresh values behind them.
    private static bool HasClassifier(string name) => WeightsCatalogue.Find(name).Classes > 0;

    // Without the tag where it is the default one.
    private static string Short(string name) =>
        WeightsCatalogue.Split(name).Model is var model && WeightsCatalogue.For(model)[0].Name == name ? model : name;

    private static long Parameters(string model) => ModelCatalogue.Names.Contains(WeightsCatalogue.Split(model).Model)
        ? ModelCatalogue.Find(WeightsCatalogue.Split(model).Model).Build().Parameters.Sum(spec => spec.Count) : long.MaxValue;

    private static ITrials Trials(CompareRequest request, List<string> notes, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        if (request.Training is not ClassifyRequest training) return new SplitTrials(request.Training, !request.KeepsValidation, progress);
        var data = PreparedData.Of(training, progress, cancellation);
        var test = data.Split.Test.Count;
        if (test > 0) notes.Add($"{Words.Count(test, "test image")} took no part.");
        IReadOnlyList<Sample> samples = request.KeepsValidation ? data.Split.Train : [.. data.Split.Train, .. data.Split.Validation];
        var dataset = data.Dataset with { Samples = [.. samples.Select(sample => sample with { Split = null })] };
        return new FoldTrials(training, dataset, data.Examination, request.Folds, request.Repeats, progress);
    }

    private static CompareResult Concluded(CompareRequest request, ITrials trials, SuccessiveHalving halving,
        (IReadOnlyList<CompareCandidate> All, List<CompareCandidate> Tried) candidates, List<string> notes, IProgress<RunEvent>? progress,
        CancellationToken cancellation)
    {
        var (all, tried) = candidates;
        var most = tried.Max(candidate => halving.Done[candidate].Count);
        var finalists = halving.Ranked(tried.Where(candidate => halving.Done[candidate].Count == most), most);
        if (most < trials.Rungs[^1])
            notes.Add($"{(halving.IsStopped ? "It was stopped" : "The time ended")} after {most} of {trials.Rungs[^1]} trials: "
                + "the order is less sure than it could be.");
        var best = finalists[0];
        var others = tried.Where(candidate => candidate != best).ToList();
        var differences = others.ToDictionary(candidate => candidate, candidate => Difference(halving, trials, candidate, best));
        var tested = others.Where(candidate => differences[candidate].P is not null).ToList();
        var corrected = tested.Zip(HolmCorrection.Corrected([.. tested.Select(candidate => differences[candidate].P!.Value)])).ToDictionary();
        var rows = finalists.Concat(halving.Ranked(tried.Except(finalists), 1).OrderByDescending(candidate => halving.Done[candidate].Count))
            .Concat(all.Except(tried)).Select(Row).ToList();
        var headline = trials.Headline([.. finalists.Select(candidate => halving.Done[candidate])]);
        if (headline is { } told) notes.Add(told.Note);
        return new()
        {
            Data = request.Training.Data,
            Task = request.Training.Task,
            Images = trials.Images,
            Method = trials.Method,
            Rules = [],
            Rows = rows,
            Cheapest = CheapestOf(rows, request.Margin),
            Margin = request.Margin,
            Headline = headline?.Metric,
            Notes = notes,
            Curve = trials is FoldTrials folds && request.MeasuresMore ? Curve(folds, best, notes, progress, cancellation) : null,
            Seconds = 0,
            SecondsOfAll = all.Count == tried.Count
                ? all.Sum(candidate => halving.Done[candidate].Average(trial => trial.Seconds) * trials.Rungs[^1] + trials.PreparationSeconds(candidate))
                : null,
        };

        LeaderboardRow Row(CompareCandidate candidate)
        {
            var done = halving.Done[candidate];
            var judged = trials.Judge(done);
            var difference = differences.GetValueOrDefault(candidate);
            return new()
            {
                Candidate = candidate,
                Metric = done.Count > 0 ? judged.Metric : null,
                Loss = judged.Loss,
                Trials = done.Count,
                Of = trials.Rungs[^1],
                Difference = difference?.Value,
                DifferenceInterval = difference?.Interval,
                P = corrected.TryGetValue(candidate, out var p) ? p : null,
                TrainingSeconds = done.Count > 0
                    ? done.Select(trial => trial.Seconds).Order().ElementAt(done.Count / 2) + trials.PreparationSeconds(candidate) : null,
                ImagesPerSecond = done.Count > 0 && request.MeasuresMore ? trials.Rate(candidate, cancellation) : null,
                FileBytes = done.Count > 0 ? trials.FileBytes(candidate, done) : null,
                Licence = candidate.Strategy == Strategy.Scratch ? null : LicenceOf(candidate.Model),
                Ended = halving.Ended.GetValueOrDefault(candidate),
            };
        }
    }

    private static CandidateDifference Difference(SuccessiveHalving halving, ITrials trials, CompareCandidate one, CompareCandidate other)
    {
        var common = Math.Min(halving.Done[one].Count, halving.Done[other].Count);
        return trials.Compare([.. halving.Done[one].Take(common)], [.. halving.Done[other].Take(common)]);
    }

    private static LeaderboardRow CheapestOf(List<LeaderboardRow> rows, double margin) => rows
        .Where(row => row == rows[0] || (row.Trials == rows[0].Trials && row.DifferenceInterval is { } interval && interval.Low >= -margin))
        .OrderByDescending(row => row.ImagesPerSecond ?? 0).ThenBy(row => row.TrainingSeconds).First();

    // What more images would bring is measured on features, which takes seconds.
    private static CompareCurve? Curve(
        FoldTrials folds, CompareCandidate best, List<string> notes, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        if (best.Strategy == Strategy.Scratch) return null;
        progress?.Report(new RunEvent.Message("learning curve"));
        if (!best.IsSolved) notes.Add("The learning curve is of the probe of the best network: training it in steps at every size would take too long.");
        return folds.Curve(best with { Strategy = Strategy.Probe }, cancellation);
    }

    private static string? LicenceOf(string model)
    {
        var rows = WeightsCatalogue.For(WeightsCatalogue.Split(model).Model);
        return (rows.FirstOrDefault(row => row.Name == model) ?? rows.FirstOrDefault())?.Licence;
    }
}
