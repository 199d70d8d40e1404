namespace Graft.Data;

/// <summary>Turns facts about masks into problems with their cures.</summary>
internal sealed class MaskFindings
{
    private readonly MaskDataset _dataset;
    private readonly MaskFacts[] _facts;
    private readonly ExaminationOptions _options;

    public MaskFindings(MaskDataset dataset, MaskFacts[] facts, ExaminationOptions options)
    {
        (_dataset, _facts, _options) = (dataset, facts, options);
        Pixels = new long[dataset.Classes.Count];
        for (var at = 0; at < facts.Length; at++)
        {
            var fact = facts[at];
            if (fact.Error is null && fact.Histogram.Any(count => count > 0)) PerSample[dataset.Samples[at].Name] = fact.Histogram[..Pixels.Length];
            for (var label = 0; label < Pixels.Length; label++)
                if (label != dataset.IgnoreValue) Pixels[label] += fact.Histogram[label];
            Ignored += fact.Histogram[dataset.IgnoreValue];
        }
    }

    public long[] Pixels { get; }

    public long Ignored { get; }

    public Dictionary<string, IReadOnlyList<long>> PerSample { get; } = new(StringComparer.Ordinal);

    public IEnumerable<Problem> All()
    {
        foreach (var fact in _facts)
            if (fact.Error is not null) yield return fact.Error.Under(_options.OnBadImage);
        var blank = _dataset.Samples.Where((_, at) => _facts[at].Error is null && _facts[at].Histogram[_dataset.IgnoreValue] > 0
            && _facts[at].Histogram.Sum() == _facts[at].Histogram[_dataset.IgnoreValue]).Select(sample => sample.Name).ToList();
        if (blank.Count > 0)
            yield return Warning($"Of {Words.Count(blank.Count, "image")} no pixel counts: {Words.List(blank)}.", "Draw their masks, or remove them.");
        var empty = Enumerable.Range(0, Pixels.Length).Where(label => Pixels[label] == 0).Select(label => _dataset.Classes[label]).ToList();
        if (_facts.All(fact => fact.Error is not null || fact.IsOfBadImage))
            yield return new Problem(_dataset.Root, $"None of the {Words.Count(_facts.Length, "image")} can be used.",
                "The other findings say why, image by image.");
        else if (!_options.JudgesClasses) yield break;
        else if (Pixels.Count(count => count > 0) < 2)
            yield return Ignored > 0
                ? new Problem(_dataset.Root, $"The masks hold {(Pixels.Sum() == 0 ? "no class" : "a single class")} beside {_dataset.IgnoreValue}, "
                    + "which does not count; at least two are needed.",
                    $"If {_dataset.IgnoreValue} is a class, as in masks of black and white, write it as the number of the class: 1.")
                : new Problem(_dataset.Root, $"The masks hold {(Pixels.Sum() == 0 ? "no class" : "a single class")}; at least two are needed.",
                    "Check whether the masks are those of these images.");
        else if (empty.Count > 0)
            yield return Warning($"{Words.Count(empty.Count, "class has", "classes have")} no pixel: {Words.List(empty)}.",
                "Add images of it, or remove the class.");
        foreach (var problem in OfSplits()) yield return problem;
    }

    private IEnumerable<Problem> OfSplits()
    {
        IReadOnlyList<long> On(string split) =>
            MaskSplitProblems.Sum(_dataset.Classes.Count,
                _dataset.Samples.Where(sample => (sample.Split ?? SplitNames.Train) == split).Select(sample => PerSample.GetValueOrDefault(sample.Name)));
        return _dataset.HasSplits ? MaskSplitProblems.Missing(_dataset, On(SplitNames.Train), On(SplitNames.Validation)) : [];
    }

    private Problem Warning(string what, string cure) => new(_dataset.Root, what, cure, IsWarning: true);
}
