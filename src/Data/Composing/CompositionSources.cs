using Graft.Imaging;

namespace Graft.Data;

/// <summary>Cut-outs and backgrounds, each in one split only.</summary>
internal sealed class CompositionSources
{
    private CompositionSources(IReadOnlyList<string> classes, Split<Sample> cutOuts, Split<Sample> backgrounds) =>
        (Classes, CutOuts, Backgrounds) = (classes, cutOuts, backgrounds);

    public IReadOnlyList<string> Classes { get; }

    public Split<Sample> CutOuts { get; }

    public Split<Sample> Backgrounds { get; }

    public IReadOnlyList<Problem> Warnings { get; private init; } = [];

    /// <exception cref="ProblemsException">
    /// Images that cannot be used, cut-outs without transparent pixels, or too few for two sides: all at once.
    /// </exception>
    public static CompositionSources Read(string cutOuts, string backgrounds, CompositionOptions options, CancellationToken cancellation)
    {
        var cut = DatasetReader.Read(cutOuts, new ReaderOptions { OneClassWillDo = true });
        var behind = Images(backgrounds);
        var (cutFacts, behindFacts) = (Look(cut, cancellation), Look(behind, cancellation));
        var (split, behindSplit) = (Splits(cut, cutFacts, options), Splits(behind, behindFacts, options));
        Problem[] problems = [.. cut.Warnings, .. Errors(cutFacts), .. Errors(behindFacts), .. Opaque(cut, cutFacts),
            .. Missing(cut, split, behindSplit, options), .. Unused(split, behindSplit, options)];
        if (problems.Any(problem => !problem.IsWarning)) throw new ProblemsException($"The cut-outs '{cutOuts}' and backgrounds '{backgrounds}'", problems);
        return new CompositionSources(cut.Classes, split, behindSplit) { Warnings = problems };
    }

    // The test split is drawn first, where the user has not given one; what is left is divided as without it.
    private static Split<Sample> Splits(ImageDataset dataset, Examination facts, CompositionOptions options)
    {
        var share = options.ValidationImages > 0 ? options.ValidationShare : 0;
        if (options.TestImages == 0 || dataset.Samples.Any(sample => sample.Split == SplitNames.Test))
            return DatasetSplit.Make(dataset, facts, share, options.Seed);
        var free = dataset with { Samples = [.. dataset.Samples.Where(sample => (sample.Split ?? SplitNames.Train) == SplitNames.Train)] };
        var drawn = DatasetSplit.Make(free, facts, options.ValidationShare, options.Seed);
        var test = drawn.Validation.Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal);
        var split = DatasetSplit.Make(dataset with { Samples = [.. dataset.Samples.Where(sample => !test.Contains(sample.Name))] }, facts, share, options.Seed);
        return split with { Test = drawn.Validation };
    }

    private static IEnumerable<Problem> Unused(Split<Sample> cutOuts, Split<Sample> backgrounds, CompositionOptions options)
    {
        foreach (var (what, split) in new[] { ("cut-outs", cutOuts), ("backgrounds", backgrounds) })
            foreach (var (subset, count, images) in new[]
            { (SplitNames.Validation, split.Validation.Count, options.ValidationImages), (SplitNames.Test, split.Test.Count, options.TestImages) })
                if (count > 0 && images == 0)
                    yield return new Problem(subset, $"{count} {what} lie in this split, for which no images are composed; they are not used.",
                        $"Ask for images of this split, or move the {what}.", IsWarning: true);
    }

    private static ImageDataset Images(string folder)
    {
        if (!Directory.Exists(folder))
            throw new GraftException($"There is no folder '{folder}'.", "Expected a folder of background photographs.", "Check the path.");
        var root = Path.GetFullPath(folder);
        return new ImageDataset(root, ["background"], [.. ImageFiles.AllFiles(new DirectoryInfo(root)).Where(file => ImageFiles.IsImage(file.Name))
            .Select(file => (file, name: ImageFiles.NameOf(root, file.FullName)))
            .Select(pair => new Sample(pair.file.FullName, pair.name, 0, Split: SplitNames.Canonical(pair.name.Split('/')[0])))
                .OrderBy(sample => sample.Name, StringComparer.Ordinal)]);
    }

    private static Examination Look(ImageDataset dataset, CancellationToken cancellation) =>
        DatasetExamination.Look(dataset, new ExaminationOptions(), null, cancellation);

    private static IEnumerable<Problem> Errors(Examination examination) =>
        examination.Facts.Where(facts => facts.Error is not null).Select(facts => facts.Error!);

    private static IEnumerable<Problem> Opaque(ImageDataset dataset, Examination facts) => dataset.Samples
        .Where((sample, at) => facts.Facts[at].Error is null && !ImageFile.DecodeCutOut(sample.Path).HasBackground)
        .Select(sample => new Problem(sample.Name, "It has no transparent pixel, so there is nothing to cut out.",
            "Remove its background and save it as PNG or WebP with alpha."));

    private static IEnumerable<Problem> Missing(ImageDataset cut, Split<Sample> cutOuts, Split<Sample> backgrounds, CompositionOptions options)
    {
        foreach (var (split, have, behind) in new[]
        { ("train", cutOuts.Train, backgrounds.Train), ("val", cutOuts.Validation, backgrounds.Validation), ("test", cutOuts.Test, backgrounds.Test) })
        {
            if (split == "val" && options.ValidationImages == 0 || split == "test" && options.TestImages == 0) continue;
            if (behind.Count == 0)
                yield return new Problem(split, "There is no background in this split.", "Add photographs; each is in one split only, so two are the least.");
            foreach (var label in Enumerable.Range(0, cut.Classes.Count).Where(label => have.All(sample => sample.Label != label)))
                yield return new Problem(split, $"There is no cut-out of '{cut.Classes[label]}' in this split.",
                    "Add cut-outs; each is in one split only, so two a class are the least.");
        }
    }
}
