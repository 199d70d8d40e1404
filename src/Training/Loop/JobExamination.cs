namespace Graft.Training;

/// <summary>Looks at a job before anything is computed.</summary>
internal static class JobExamination
{
    /// <exception cref="ProblemsException">With everything that is wrong.</exception>
    public static void Require(TrainingJob job)
    {
        List<Problem> problems =
        [
            .. OptionsValidation.Find(job.Options), .. OptionsValidation.Find(job.Options.Optimizer), .. OptionsValidation.Find(job.Options.Mixing),
            .. Phases(job), .. Labels("Training", job.Train, job.Classes),
        ];
        if (job.Train.Count == 0) problems.Add(new Problem("Training", "There are no pictures.", "Give some."));
        if (job.Validation is { } validation) problems.AddRange(Labels("Validation", validation, job.Classes));
        if (job.Graph.OutputChannels != job.Classes)
            problems.Add(new Problem(job.Graph.Name, $"It answers with {job.Graph.OutputChannels} values where there are {job.Classes} classes.", "Build it for this number of classes."));
        if (job.Options.ClassWeights is { } weights && (weights.Count != job.Classes || weights.Any(weight => weight <= 0 || !double.IsFinite(weight))))
            problems.Add(new Problem("ClassWeights", $"There must be {job.Classes} positive weights.", "Give one per class."));
        if (!ValidationMetrics.Names.Contains(job.Options.Monitor))
            problems.Add(new Problem("Monitor", $"'{job.Options.Monitor}' is not a figure to watch.", $"They are {string.Join(", ", ValidationMetrics.Names)}."));
        if (job.Resume && job.CheckpointFolder is null)
            problems.Add(new Problem("Resume", "There is no checkpoint folder to resume from.", "Name the run's folder."));
        if (problems.Count > 0) throw new ProblemsException("The training", problems);
    }

    private static IEnumerable<Problem> Phases(TrainingJob job)
    {
        foreach (var phase in job.Phases)
        {
            if (phase.Epochs < 1) yield return new Problem("Phases", $"A phase has {phase.Epochs} epochs.", "Give it at least one, or leave it out.");
            if (!(phase.LearningRate > 0 && double.IsFinite(phase.LearningRate))) yield return new Problem("Phases", $"The rate {phase.LearningRate} is not positive.", "Choose one such as 0.001.");
            if (job.Graph.Stages.All(stage => stage.Name != phase.TrainFrom))
                yield return new Problem("Phases", $"{job.Graph.Name} has no stage '{phase.TrainFrom}'.", $"Its stages are {string.Join(", ", job.Graph.Stages.Select(stage => stage.Name))}.");
        }
    }

    private static IEnumerable<Problem> Labels(string where, IPictureSource source, int classes)
    {
        for (var i = 0; i < source.Count; i++)
            if (source.LabelOf(i) < 0 || source.LabelOf(i) >= classes)
                yield return new Problem($"{where}: {source.NameOf(i)}", $"Its label {source.LabelOf(i)} is not one of {classes} classes.", "Labels count from 0.");
    }
}
