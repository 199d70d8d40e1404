using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>The file of 8 bits of a finished run: calibrated on its training images, measured on those that it held out.</summary>
internal static class RunInt8
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="network">Its best weights.</param>
    /// <param name="target">Where to.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="GraftException">The run's images are not those it was trained on, or too much is lost; nothing is written.</exception>
    public static Int8Result Write(
        RunFolder folder, NetworkFile network, string target, Int8Options options, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var manifest = ModelFile.ReadManifest(folder.Model);
        var request = RunArguments.Read(folder);
        if (options.Data is not null) return Published(network, folder.Model, target, manifest, options, progress, cancellation);
        if (!Path.Exists(request.Data))
            throw new GraftException($"The data of the run, '{request.Data}', is not there.",
                "8 bits are calibrated on its training images, and measured on the others.", "Bring it back, or give a folder of other images of its kind.");
        var task = TaskTable.Of(request.Task).Run(request with { Against = null });
        var data = task.Read(progress, cancellation);
        if (data.Split.Fingerprint != manifest.DataFingerprint)
            throw new GraftException($"The images of '{request.Data}' are not those that the run was trained on.", "Their fingerprint is in the model file.",
                "Bring them back as they were, or give a folder of other images of their kind.");
        return OfRun(folder, network, (task, data, null), target, options, progress, cancellation);
    }

    /// <summary>As <see cref="Write"/>, of a run whose data has been read.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="network">Its best weights.</param>
    /// <param name="run">What its task brings, its data, and what its file of 32 bits was measured at; null to measure it.</param>
    /// <param name="target">Where to.</param>
    /// <param name="options">How. A run that was trained for 8 bits has ranges of its own, which hold unless another choice of them is asked for.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static Int8Result OfRun(RunFolder folder, NetworkFile network, (IRunTask Task, RunData Data, IReadOnlyList<SplitReport>? Singles) run,
        string target, Int8Options options, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var (task, data, singles) = run; // the file of 32 bits is the same for every candidate
        var request = task.Request;
        var manifest = ModelFile.ReadManifest(folder.Model);
        if (RunRanges.Find(folder) is { } own && options.ChoosesRangesAsByDefault) options = options with { Ranges = own };
        var paths = data.Examination.Dataset.Samples.ToDictionary(sample => sample.Name, sample => sample.Path, StringComparer.Ordinal);
        string[] Of(IReadOnlyList<string> names) => [.. names.Where(paths.ContainsKey).Select(name => paths[name])];
        var measuring = new Measuring(ReportSplits.Validation, request.Seed, progress, cancellation)
        {
            Examination = data.Examination,
            ShowsImages = false,
        };
        Measuring[] splits = data.Split.Test.Count > 0 ? [measuring, measuring with { Split = ReportSplits.Test }] : [measuring];
        var calibration = ReferenceImages.Drawn(Of(data.Split.Train), options.Images, options.Seed);
        var result = new Int8Export(network, folder.Model, options, progress, cancellation).Write(target, manifest, (calibration, "training images of the run"),
            [.. Of(data.Split.Validation), .. Of(data.Split.Test)], Judge);
        if (TaskTable.Of(request.Task).HasReference && ModelFile.ReadReferenceText(folder.Model) is not null)
            ReferenceImages.Keep(target, data, request, progress, cancellation);
        if (ModelFile.ReadAbstention(folder.Model) is { } single)
            AbstentionImages.Keep(target, data, request, new() { Carried = single, Chosen = single.Chosen }, progress, cancellation);
        return result with { Sizes = result.Sizes with { Quantised = FileContent.LengthOf(target) } };

        IReadOnlyList<Int8Judgement> Judge(string candidate)
        {
            singles ??= task.Measure(folder.Model, splits);
            return [.. task.Measure(candidate, splits).Zip(singles, (quantised, single) =>
                new Int8Judgement(quantised.Split, quantised.Report.ImageCount, quantised.Report.Metrics[0], quantised.Less(single)))];
        }
    }

    /// <summary>As <see cref="Write"/>, with images without labels: every second one for the ranges, the others for the comparison.</summary>
    public static Int8Result Published(NetworkFile network, string single, string target, Manifest manifest, Int8Options options,
        IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        if (!Directory.Exists(options.Data))
            throw new GraftException($"'{options.Data}' is no folder.", "A folder of images without labels was expected.", "Put the images into one.");
        // A copy of an image that gave the ranges would not be one that took no part.
        var found = ImageFiles.In(options.Data).DistinctBy(path => FileHash.Sha256(path)).ToList();
        if (found.Count < 2)
            throw new GraftException($"'{options.Data}' has {Words.Count(found.Count, "image")}.",
                "Two or more are needed: some for the ranges, others to compare.", "Give a folder of images like those that the network will see.");
        var drawn = ReferenceImages.Drawn(found, 2 * options.Images, options.Seed);
        try
        {
            return new Int8Export(network, single, options, progress, cancellation).Write(target, manifest,
                ([.. drawn.Where((_, at) => at % 2 == 0)], "of a folder"), [.. drawn.Where((_, at) => at % 2 == 1)], _ => []);
        }
        catch (ProblemsException)
        {
            // Nobody has read them before: those of the other half are named too.
            var problems = drawn.Select(path => (Path: path, Failure: ImageFile.Verify(path))).Where(one => one.Failure is not null)
                .Select(one => ImageLoop.ProblemOf(one.Path, one.Failure!)).ToList();
            if (problems.Count == 0) throw;
            throw new ProblemsException($"'{options.Data}'", problems);
        }
    }
}
