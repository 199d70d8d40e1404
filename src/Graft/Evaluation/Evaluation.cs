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
        if (request.OutputFolder is { } place) OutputPlace.RequireFolder(place, "--out");

        request = request with { Model = file };
        var evaluated = TaskTable.Of(task).Evaluate(request, progress, cancellation);
        var result = new EvaluationResult(evaluated.Split) { Manifest = manifest, Problems = evaluated.Problems, ModelPath = file };
        if (request.OutputFolder is not { } folder) return result;
        ReportWriter.Write(folder, ReportOf(request, result, started));
        return result with { ReportPath = Path.GetFullPath(Path.Combine(folder, "report.html")) };
    }

    private static RunReport ReportOf(EvaluationRequest request, EvaluationResult result, DateTimeOffset started) => new()
    {
        Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Data))),
        Subtitle = [result.Manifest.Model, $"measured on {result.Split.Split}", started.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)],
        Command = RunEnvironment.Command,
        Splits = [result.Split],
        Facts =
        [
            new("Command", RunEnvironment.Command),
            new("Data", request.Data),
            new("Measured on", result.Split.Split),
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
internal sealed record Evaluated(SplitReport Split, IReadOnlyList<Problem> Problems);
