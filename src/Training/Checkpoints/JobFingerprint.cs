using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Graft.Training;

/// <summary>What must be the same for a checkpoint to be resumed, piece by piece, so that a difference can be named.</summary>
internal static class JobFingerprint
{
    public static IReadOnlyDictionary<string, string> Of(TrainingJob job)
    {
        // How many threads load and how much memory is used change no number.
        var options = job.Options with { Workers = 0, FeatureMemory = 0, Patience = 0 };
        var pieces = new Dictionary<string, string>
        {
            ["model"] = Model(job),
            ["weights to start from"] = job.CheckpointFolder is null ? "" : Weights(job),
            ["phases"] = string.Join(", ", job.Phases.Select(phase => phase.TrainFrom)),
            ["epochs"] = string.Join(", ", job.Phases.Select(phase => phase.Epochs)),
            ["learning rates"] = JsonSerializer.Serialize(job.Phases.Select(phase => (double[])[phase.LearningRate, phase.DecayPerStage]), Json.Compact),
            ["patience"] = job.Options.Patience.ToString(CultureInfo.InvariantCulture),
            ["task"] = Hash(job.Task.ToString() ?? ""),
            ["options"] = Hash(JsonSerializer.Serialize(options, Json.Compact)),
            ["moving average"] = options.AverageDecay > 0 ? "of weights and running statistics" : "none",
            ["preprocessing"] = job.ValidationPreprocess is { } other ? $"{job.Preprocess.Hash}/{other.Hash}" : job.Preprocess.Hash,
            ["augmentation"] = Hash(job.Augmentation),
            ["contents of the images"] = job.DataFingerprint,
            ["training images"] = Hash(Images(job.Train)),
            ["validation images"] = job.Validation is null ? "none" : Hash(Images(job.Validation)),
        };
        if (job.Quantisation is { } places) pieces["rounding to 8 bits"] = Hash(JsonSerializer.Serialize(places.Nodes, Json.Compact));
        return pieces;
    }

    /// <summary>The network, by its name and the shapes of its parameters.</summary>
    public static string Model(TrainingJob job) => Hash($"{job.Graph.Name}/" + string.Join(';', job.Graph.Parameters
        .Concat(job.Heads.SelectMany(head => head.Parameters))
        .Select(spec => $"{spec.Name}:{string.Join(',', spec.Shape)}")));

    /// <exception cref="GraftException">The checkpoint is of another job; the differing pieces are named.</exception>
    public static void Require(
        IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> found, IReadOnlySet<string> changed, string path)
    {
        var differing = expected
            .Where(piece => found.GetValueOrDefault(piece.Key) != piece.Value && !changed.Contains(piece.Key))
            .Select(piece => piece.Key)
            .ToList();
        if (differing.Count > 0)
            throw new GraftException($"The checkpoint '{path}' is of another job: {string.Join(", ", differing)} differ.",
                "Resuming needs the same settings as the original run.", "Resume with the same arguments, or start a new run.");
    }

    // Those of the head are solved or drawn anew, and may be so in another order of sums.
    private static string Weights(TrainingJob job)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = job.Graph.Stages[^1].Name;
        foreach (var spec in job.Graph.Parameters.Where(spec => spec.Stage != head))
            hash.AppendData(MemoryMarshal.AsBytes<float>(job.Parameters[spec.Name].Data));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Images(IImageSource source)
    {
        var text = new StringBuilder();
        for (var i = 0; i < source.Count; i++) text.Append(source.NameOf(i)).Append('\t').Append(source.TargetKeyOf(i)).Append('\n');
        return text.ToString();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
