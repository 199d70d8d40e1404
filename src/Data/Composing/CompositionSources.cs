using Graft.Imaging;

namespace Graft.Data;

/// <summary>Cut-outs and backgrounds, each on one side only.</summary>
internal sealed class CompositionSources
{
    private CompositionSources(IReadOnlyList<string> classes, Split cutOuts, Split backgrounds) =>
        (Classes, CutOuts, Backgrounds) = (classes, cutOuts, backgrounds);

    public IReadOnlyList<string> Classes { get; }

    public Split CutOuts { get; }

    public Split Backgrounds { get; }

    public IReadOnlyList<Problem> Warnings { get; private init; } = [];

    /// <exception cref="ProblemsException">
    /// Pictures that cannot be used, cut-outs without transparent pixels, or too few for two sides: all at once.
    /// </exception>
    public static CompositionSources Read(string cutOuts, string backgrounds, CompositionOptions options, CancellationToken cancellation)
    {
        var cut = DatasetReader.Read(cutOuts);
        var behind = Pictures(backgrounds);
        var (cutFacts, behindFacts) = (Look(cut, cancellation), Look(behind, cancellation));
        var (split, behindSplit) = (Sides(cut, cutFacts, options), Sides(behind, behindFacts, options));
        Problem[] problems = [.. cut.Warnings, .. Errors(cutFacts), .. Errors(behindFacts), .. Opaque(cut, cutFacts),
            .. Missing(cut, split, behindSplit, options), .. Unused(split, behindSplit, options)];
        if (problems.Any(problem => !problem.IsWarning)) throw new ProblemsException($"The cut-outs '{cutOuts}' and backgrounds '{backgrounds}'", problems);
        return new CompositionSources(cut.Classes, split, behindSplit) { Warnings = problems };
    }

    // The test side is drawn first, where the user has not given one; what is left is divided as without it.
    private static Split Sides(ImageDataset dataset, Examination facts, CompositionOptions options)
    {
        var share = options.ValidationPictures > 0 ? options.ValidationShare : 0;
        if (options.TestPictures == 0 || dataset.Samples.Any(sample => sample.Split == SplitNames.Test))
            return DatasetSplit.Make(dataset, facts, share, options.Seed);
        var free = dataset with { Samples = [.. dataset.Samples.Where(sample => (sample.Split ?? SplitNames.Train) == SplitNames.Train)] };
        var drawn = DatasetSplit.Make(free, facts, options.ValidationShare, options.Seed);
        var test = drawn.Validation.Select(sample => sample.Name).ToHashSet(StringComparer.Ordinal);
        var split = DatasetSplit.Make(dataset with { Samples = [.. dataset.Samples.Where(sample => !test.Contains(sample.Name))] }, facts, share, options.Seed);
        return split with { Test = drawn.Validation };
    }

    private static IEnumerable<Problem> Unused(Split cutOuts, Split backgrounds, CompositionOptions options)
    {
        foreach (var (what, split) in new[] { ("cut-outs", cutOuts), ("backgrounds", backgrounds) })
            foreach (var (side, count, pictures) in new[]
            { (SplitNames.Validation, split.Validation.Count, options.ValidationPictures), (SplitNames.Test, split.Test.Count, options.TestPictures) })
                if (count > 0 && pictures == 0)
                    yield return new Problem(side, $"{count} {what} lie on this side, for which no pictures are composed; they are not used.",
                        $"Ask for pictures of this side, or move the {what}.", IsWarning: true);
    }

    private static ImageDataset Pictures(string folder)
    {
        if (!Directory.Exists(folder))
            throw new GraftException($"There is no folder '{folder}'.", "Expected a folder of background photographs.", "Check the path.");
        var root = Path.GetFullPath(folder);
        return new ImageDataset(root, ["background"], [.. PictureFiles.AllFiles(new DirectoryInfo(root)).Where(file => PictureFiles.IsPicture(file.Name))
            .Select(file => (file, name: PictureFiles.NameOf(root, file.FullName)))
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

    private static IEnumerable<Problem> Missing(ImageDataset cut, Split cutOuts, Split backgrounds, CompositionOptions options)
    {
        foreach (var (side, have, behind) in new[]
        { ("train", cutOuts.Train, backgrounds.Train), ("val", cutOuts.Validation, backgrounds.Validation), ("test", cutOuts.Test, backgrounds.Test) })
        {
            if (side == "val" && options.ValidationPictures == 0 || side == "test" && options.TestPictures == 0) continue;
            if (behind.Count == 0)
                yield return new Problem(side, "There is no background on this side.", "Add photographs; each is on one side only, so two are the least.");
            foreach (var label in Enumerable.Range(0, cut.Classes.Count).Where(label => have.All(sample => sample.Label != label)))
                yield return new Problem(side, $"There is no cut-out of '{cut.Classes[label]}' on this side.",
                    "Add cut-outs; each is on one side only, so two a class are the least.");
        }
    }
}
