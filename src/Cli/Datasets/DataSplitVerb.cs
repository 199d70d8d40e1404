using System.CommandLine;
using Graft.Data;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft data split DATA</c>: a manifest that says which image is in which split.</summary>
internal sealed class DataSplitVerb : Verb
{
    private readonly DatasetOptions _dataset;
    private readonly Option<string?> _out = new("--out")
    {
        Description = "the manifest to write, a new file (split.csv, or with a number where that is taken), or for objects and masks a new or empty "
            + "folder (split)",
    };
    private readonly Option<string?> _task = DatasetOptions.Task("to divide it for");
    private readonly Option<double> _share = CommonOptions.ValidationShare();
    private readonly Option<double> _testShare = CommonOptions.TestShare();
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();

    public DataSplitVerb(Terminal terminal)
        : base(terminal, "split", "Divide into a training, a validation and, with --test-split, a test split, each class in all of them; "
            + "each identity in one of them; copies, near copies and groups stay in one split. "
            + "Images by class get a CSV manifest; boxes, polygons and masks are written again in their format, or as COCO, with their images.",
            "graft data split samples/photos --val-split 0.2 --seed 1 --out split.csv",
            "graft data split coco/ --out coco-split",
            "graft data split scenes/ --task segment --out scenes-split")
    {
        _dataset = new DatasetOptions(this, $"{DatasetOptions.Layouts}; {DatasetOptions.ObjectLayouts}; or images/ and masks/");
        Add(_out);
        Add(_task);
        Add(_share);
        Add(_testShare);
        Add(_seed);
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(_out) ?? "split";
        (double Share, double TestShare, ulong Seed) how = (parsed.GetValue(_share), parsed.GetValue(_testShare), parsed.GetValue(_seed));
        var task = _dataset.TaskOf(parsed, _task, "Dividing", terminal);
        var file = parsed.GetValue(_out) ?? OutputPlace.FreeName("split.csv");
        if (task is TaskKind.Classify or TaskKind.Identities) DatasetOptions.RequireTable(file, _dataset.Path(parsed));
        else OutputPlace.RequireFolder(folder, "--out", isNew: true);
        switch (task)
        {
            case TaskKind.Detect or TaskKind.Instances:
                var objects = task == TaskKind.Instances ? _dataset.ExamineInstances(parsed, terminal, cancellation)
                    : _dataset.ExamineObjects(parsed, terminal, cancellation);
                ObjectSplitting.Run(objects, task, folder, how, terminal, parsed.GetValue(_json), cancellation);
                return Task.FromResult(ExitCode.Done);
            case TaskKind.Segment:
                MaskSplitting.Run(_dataset.ExamineMasks(parsed, terminal, cancellation), folder, how, terminal, parsed.GetValue(_json), cancellation);
                return Task.FromResult(ExitCode.Done);
        }
        var isOfIdentities = task == TaskKind.Identities;
        var shares = (Validation: Given(_share) ?? IdentitySplit.DefaultShares.Validation, Test: Given(_testShare) ?? IdentitySplit.DefaultShares.Test);
        var examination = isOfIdentities ? _dataset.ExamineIdentities(parsed, terminal, cancellation, shares, how.Seed)
            : _dataset.Examine(parsed, terminal, cancellation);
        examination.ThrowIfErrors();
        var (dataset, leftOut) = examination.WithoutBadImages();
        var split = isOfIdentities ? IdentitySplit.Make(dataset, examination, shares, IdentityData.FewestTested, how.Seed)
            : DatasetSplit.Make(dataset, examination, how.Share, how.Seed, how.TestShare);
        // Of identities these were among the findings.
        terminal.Say(isOfIdentities ? examination.Problems : examination.Problems.Concat(split.Problems));
        SplitManifest.Write(file, dataset, split);
        if (parsed.GetValue(_json))
            terminal.WriteJson(new SplitFacts
            {
                File = Path.GetFullPath(file),
                Train = split.Train.Count,
                Val = split.Validation.Count,
                Test = split.Test.Count,
                LeftOut = leftOut.Count,
                Seed = split.Seed,
            });
        else
            terminal.Results.WriteLine($"{file}: {Words.Count(split.Train.Count, "image")} to train with, {split.Validation.Count} to validate, "
                + $"{split.Test.Count} to test; {leftOut.Count} left out");
        if (!parsed.GetValue(_json)) terminal.Next(["graft", "train", file, .. isOfIdentities ? ["--task", task.Name()] : Array.Empty<string>()]);
        return Task.FromResult(ExitCode.Done);

        // Where nothing is asked for, identities have shares of their own.
        double? Given(Option<double> option) => parsed.IsGiven(option) ? parsed.GetValue(option) : null;
    }
}
