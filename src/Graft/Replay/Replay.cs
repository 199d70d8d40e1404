using Graft.Data;
using Graft.Training;

namespace Graft;

/// <summary>What a training repeats of another run, beside its request; <see cref="RunReplay"/> makes one.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Split">Which of its images did what.</param>
internal sealed record Replay(RunFolder Folder, SplitRecord Split)
{
    /// <summary>What it rested on; null where an older version wrote it.</summary>
    public RunInputs? Inputs { get; init; }

    /// <summary>Layout and precision of its steps; null where none were taken.</summary>
    public EngineChoice? Engine { get; init; }

    /// <summary>Where its time limit ended it; null where it did not.</summary>
    public LastStep? LastStep { get; init; }

    /// <summary>Threads of an operation; null where they are not known.</summary>
    public int? Threads => Inputs?.Machines[^1].Threads;

    /// <summary>Whether what is there was compared with what was.</summary>
    public bool IsCompared { get; private set; }

    /// <summary>Stops a training of something else, before anything is written.</summary>
    /// <exception cref="ProblemsException">Names every image, annotation and file of weights that is not as it was.</exception>
    public void Require(RunSubject subject, RunInputs inputs)
    {
        IsCompared = true;
        var problems = InputDifferences.Of(this, subject, inputs);
        if (problems.Count > 0) throw new ProblemsException($"The replay of '{Shell.Short(Folder.FullPath)}'", problems);
    }

    /// <summary>Whether images are divided as in the run.</summary>
    public bool IsSplitAs(SplitRecord split) => Split.Train.SequenceEqual(split.Train) && Split.Validation.SequenceEqual(split.Validation)
        && Split.Test.SequenceEqual(split.Test);
}
