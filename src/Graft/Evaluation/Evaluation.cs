using System.Globalization;
using Graft.Artifacts;
using Graft.Reports;

namespace Graft;

/// <summary>Measures a model file of any task on labelled images, with ONNX Runtime alone.</summary>
public static class Evaluation
{
    /// <summary>Every metric of the file's task, with confidence intervals.</summary>
    /// <param name="model">A model file, or the folder of a run.</param>
    /// <param name="data">Labelled images; where they are in splits, the test split is measured, or else the validation split.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static EvaluationResult Run(string model, string data, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        Run(new EvaluationRequest(model, data), progress, cancellation);

    /// <summary>Every metric of the file's task, with confidence intervals.</summary>
    /// <param name="request">What is measured on what.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ProblemsException">The request has options that are out of range or of another task; all are listed.</exception>
    /// <exception cref="GraftException">Bad model file, bad data, classes the model does not know, or an output folder that cannot be written.</exception>
    public static EvaluationResult Run(EvaluationRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var started = DateTimeOffset.Now;
        var file = ModelPath.Resolve(request.Model);
        var manifest = ModelFile.ReadManifest(file);
        var task = TaskKinds.Parse(manifest.Task);
        List<Problem> wrong = [.. request.Examine(task)];
        if (wrong.Count > 0) throw new ProblemsException("The evaluation request", wrong);
        if (request.OutputFolder is { } place) OutputPlace.RequireReports(place, Flag.Of("--out"));

        request = request with { Model = file };
        var evaluated = TaskTable.Of(task).Evaluate(request, progress, cancellation);
        var result = new EvaluationResult(evaluated) { Manifest = manifest, Problems = evaluated.Problems, ModelPath = file };
        if (request.OutputFolder is not { } folder) return result;
        ReportWriter.Write(folder, ReportOf(request, result, started));
        return result with { ReportPath = Path.GetFullPath(Path.Combine(folder, "report.html")) };
    }

    private static RunReport ReportOf(EvaluationRequest request, EvaluationResult result, DateTimeOffset started) => new()
    {
        Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Data))),
        Subtitle = [result.Manifest.Model, $"measured on {result.Split.Split}", started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)],
        Command = RunEnvironment.Command,
        Splits = [.. new[] { result.Others, result.Split }.OfType<SplitReport>()],
        Known = result.Known,
        Facts =
        [
            new("Command", RunEnvironment.Command),
            new("Data", request.Data),
            new("Measured on", result.Split.Split),
            new("Measured images that the network knows", result.Known?.Facts ?? "the file does not say"),
            new("Machine", RunEnvironment.Machine),
            new("System", RunEnvironment.Platform),
            new("Graft", RunEnvironment.Version),
            new("Seed", request.Seed.ToString(CultureInfo.InvariantCulture)),
            .. ArtifactSummary.Facts(ArtifactSummary.Of(result.ModelPath)).Take(2),
            new("Made by", result.Manifest.Producer),
            .. WeightFacts.Of(result.Manifest.Origin),
            new("Notes", result.Problems.Count > 0 ? [.. result.Problems.Select(problem => problem.ToString())] : ["none"]),
        ],
    };
}

/// <summary>What a task's evaluation returns.</summary>
/// <param name="Split">The measured split.</param>
/// <param name="Problems">What the examination of its data found.</param>
/// <param name="Known">Which of its images the network knows; null where the file does not say.</param>
/// <param name="Others">The same without them; null where there are none, or no others.</param>
internal sealed record Evaluated(SplitReport Split, IReadOnlyList<Problem> Problems, KnownImages? Known, SplitReport? Others)
{
    /// <summary>A measured split, with what the network knows of it.</summary>
    /// <param name="split">The split.</param>
    /// <param name="problems">What the examination found.</param>
    /// <param name="manifest">What the model file says of itself.</param>
    /// <param name="examination">The hashes of the images.</param>
    /// <param name="names">Names of the measured images, in the split's order.</param>
    public static Evaluated Of(
        SplitReport split, IReadOnlyList<Problem> problems, Manifest manifest, Data.Examination examination, IEnumerable<string> names)
    {
        var known = KnownImages.Of(manifest, examination, names);
        var others = known is { HasAny: true, Others.Count: > 0 } ? split.Only(known.Others, $"{split.Split}, {KnownImages.Without}") : null;
        return new(split, problems, known, others);
    }
}
