using System.Text.Json;
using Graft.Data;
using Graft.Networks;

namespace Graft.Training;

/// <summary>
/// The checkpoints of a run: weights/best.safetensors and weights/last.safetensors for everybody, state.json and
/// weights/resume-best and weights/resume-0 or -1 for going on. state.json is written last and names the resume file that belongs to it; the next
/// checkpoint takes the other one. So a kill at any moment leaves a whole checkpoint, this one or the one before.
/// </summary>
internal sealed class CheckpointStore(string folder)
{
    private readonly string _weights = Path.Combine(folder, "weights");

    /// <summary>The file that makes a checkpoint valid.</summary>
    public string StatePath { get; } = Path.Combine(folder, "state.json");

    // best.safetensors is whoever's who started the training: it may be written again with what was made of the weights.
    private string BestPath => Path.Combine(_weights, "resume-best.safetensors");

    /// <summary>Keeps the best weights: to use, and to go on with.</summary>
    public void SaveBest(ParameterSet parameters)
    {
        SafeTensors.Write(BestPath, parameters);
        SafeTensors.Write(Path.Combine(_weights, "best.safetensors"), parameters);
    }

    /// <summary>Keeps weights to use and tensors to go on from.</summary>
    /// <param name="progress">Where the training stands.</param>
    /// <param name="last">Weights as they would be used now.</param>
    /// <param name="tensors">Everything a resumed run starts from.</param>
    public void Save(TrainingProgress progress, ParameterSet last, IReadOnlyDictionary<string, HostTensor> tensors)
    {
        var previous = progress.Tensors;
        progress.Tensors = previous == "resume-0.safetensors" ? "resume-1.safetensors" : "resume-0.safetensors";
        try
        {
            SafeTensors.Write(Path.Combine(_weights, progress.Tensors), tensors);
            SafeTensors.Write(Path.Combine(_weights, "last.safetensors"), last);
            AtomicFile.WriteText(StatePath, JsonSerializer.Serialize(progress, Json.Options) + "\n");
        }
        catch
        {
            progress.Tensors = previous;
            throw;
        }
    }

    /// <summary>Starts afresh: a state left by an earlier run must never meet the tensors of this one.</summary>
    public void Forget() => File.Delete(StatePath);

    /// <summary>Refuses a checkpoint that this job cannot go on from; none at all is fine.</summary>
    /// <exception cref="GraftException">It is of another job, has gone further than the job would, or is damaged.</exception>
    public void Require(TrainingJob job)
    {
        if (File.Exists(StatePath)) Read(job, JobFingerprint.Of(job));
    }

    /// <summary>The checkpoint of this job; null where there is none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="fingerprint">Its <see cref="JobFingerprint"/>.</param>
    /// <exception cref="GraftException">It is of another job, or damaged.</exception>
    public ResumePoint? Load(TrainingJob job, IReadOnlyDictionary<string, string> fingerprint)
    {
        if (!File.Exists(StatePath)) return null;
        var progress = Read(job, fingerprint);
        using var checkpoint = Checkpoint.Open(Path.Combine(_weights, progress.Tensors));
        var tensors = checkpoint.Entries.Keys.ToDictionary(name => name, checkpoint.Read, StringComparer.Ordinal);
        return new ResumePoint(progress, tensors, progress.Best is null ? null : ReadBest());
    }

    private TrainingProgress Read(TrainingJob job, IReadOnlyDictionary<string, string> fingerprint)
    {
        var progress = Read();
        JobFingerprint.Require(fingerprint, progress.Job, job.Changed, StatePath);
        if (progress.Phase < job.Phases.Count && progress.EpochsInPhase > job.Phases[progress.Phase].Epochs)
            throw new GraftException($"The run has already trained for {Words.Count(progress.Epochs, "epoch")}.",
                "Expected at least as many.", $"Give more {Flag.Of("--epochs")}, or leave the option out.");
        return progress with { Job = fingerprint };
    }

    private TrainingProgress Read()
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingProgress>(File.ReadAllText(StatePath), Json.Options) ?? throw new JsonException("it is empty");
        }
        catch (JsonException failure)
        {
            throw new GraftException($"'{StatePath}' cannot be read: {failure.Message}", "It is written whole by a training.", "Start the run again.", failure);
        }
    }

    private ParameterSet ReadBest()
    {
        using var checkpoint = Checkpoint.Open(BestPath);
        var best = new ParameterSet();
        foreach (var name in checkpoint.Entries.Keys) best.Set(name, checkpoint.Read(name));
        return best;
    }
}
