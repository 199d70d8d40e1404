using Graft.Data;

namespace Graft.Training;

/// <summary>Looks at a job before anything is computed.</summary>
internal static class JobExamination
{
    /// <exception cref="ProblemsException">With everything that is wrong.</exception>
    public static void Require(TrainingJob job)
    {
        List<Problem> problems =
        [
            .. OptionsCheck.Find(job.Options), .. OptionsCheck.Find(job.Options.Optimizer), .. OptionsCheck.Find(job.Options.Mixing),
            .. Phases(job), .. job.Task.Examine(job), .. RankStart.Examine(job),
        ];
        if (job.Train.Count == 0) problems.Add(new Problem("Training", "There are no images.", "Give some."));
        if (job.Task.AnswersPerClass && job.Graph.OutputChannels != job.Classes)
            problems.Add(new Problem(job.Graph.Name, $"It answers with {job.Graph.OutputChannels} values where there are {job.Classes} classes.",
                "Build it for this number of classes."));
        if (job.Options.ClassWeights is { } weights && (weights.Count != job.Classes || weights.Any(weight => weight <= 0 || !double.IsFinite(weight))))
            problems.Add(new Problem("ClassWeights", $"There must be {job.Classes} positive weights.", "Give one per class."));
        if (job.Options.Monitor is { } monitor && monitor != ValidationMetrics.LossName && !job.Task.Metrics.Contains(monitor))
            problems.Add(new Problem("Monitor", $"'{monitor}' is not a metric of this task.",
                $"They are {string.Join(", ", job.Task.Metrics)} and {ValidationMetrics.LossName}."));
        if (job.Resume && job.CheckpointFolder is null)
            problems.Add(new Problem("Resume", "There is no checkpoint folder to resume from.", "Name the run's folder."));
        if (problems.Count > 0) throw new ProblemsException("The training", problems);
    }

    private static IEnumerable<Problem> Phases(TrainingJob job)
    {
        foreach (var phase in job.Phases)
        {
            if (phase.Epochs < 1) yield return new Problem("Phases", $"A phase has {phase.Epochs} epochs.", "Give it at least one, or leave it out.");
            if (!(phase.LearningRate > 0 && double.IsFinite(phase.LearningRate)))
                yield return new Problem("Phases", $"The rate {phase.LearningRate} is not positive.", "Choose one such as 0.001.");
            if (job.Graph.Stages.All(stage => stage.Name != phase.TrainFrom))
                yield return new Problem("Phases", $"{job.Graph.Name} has no stage '{phase.TrainFrom}'.",
                    $"Its stages are {string.Join(", ", job.Graph.Stages.Select(stage => stage.Name))}.");
        }
    }
}
