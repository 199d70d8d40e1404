using System.Text.Json;
using Graft.Networks;

namespace Graft;

/// <summary>
/// <c>inputs.json</c>: what a run's numbers rest on beside its arguments. A hash of every image and of what is annotated on it, the weights that it began
/// with, and where it ran, so that a replay can name what has changed since.
/// </summary>
/// <param name="Machines">Where it was computed, one after the other where it was resumed elsewhere.</param>
/// <param name="Images">By name: the first 32 digits of the SHA-256 of the file, and those of what is annotated, with a space between.</param>
internal sealed record RunInputs(IReadOnlyList<RunMachine> Machines, IReadOnlyDictionary<string, string> Images)
{
    /// <summary>Its file in a run's folder.</summary>
    public const string FileName = "inputs.json";

    private const int Digits = 32; // 128 bits

    /// <summary>Version of this layout.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Name of the weights that training started from; null from scratch.</summary>
    public string? Weights { get; init; }

    /// <summary>SHA-256 of their file.</summary>
    public string? WeightsHash { get; init; }

    /// <summary>What was changed when the run was resumed, of what decides numbers: <c>epochs</c>.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>What a run begins with here.</summary>
    public static RunInputs Of(RunSubject subject)
    {
        var annotated = subject.Data.Annotations();
        return new([RunMachine.This()], new SortedDictionary<string, string>(subject.Examination.Facts.ToDictionary(facts => facts.Name,
            facts => $"{Short(facts.Sha256)} {annotated.GetValueOrDefault(facts.Name)}".TrimEnd(), StringComparer.Ordinal), StringComparer.Ordinal))
        {
            Weights = subject.Origin?.Name,
            WeightsHash = subject.Origin?.Sha256,
        };
    }

    /// <summary>As much of a hash as is kept.</summary>
    public static string Short(string hash) => hash.Length > Digits ? hash[..Digits] : hash;

    /// <summary>Those of a run; null where an older version wrote it.</summary>
    /// <exception cref="GraftException">The file cannot be read.</exception>
    public static RunInputs? Read(RunFolder folder)
    {
        if (!File.Exists(folder[FileName])) return null;
        try
        {
            return JsonSerializer.Deserialize<RunInputs>(File.ReadAllText(folder[FileName]), Json.Options)
                ?? throw new JsonException("there is nothing in it");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{folder[FileName]}' cannot be read: {failure.Message}", "It is written whole by a training.",
                "Remove it: what has changed is then told less exactly.", failure);
        }
    }

    /// <summary>Notes that a run goes on here, with what the user changed.</summary>
    public static void Resumed(RunFolder folder, IEnumerable<string> changed)
    {
        if (Read(folder) is not { } inputs) return;
        var here = RunMachine.This();
        folder.WriteJson(FileName, inputs with
        {
            Machines = inputs.Machines[^1] == here ? inputs.Machines : [.. inputs.Machines, here],
            Changed = [.. inputs.Changed.Union(changed)],
        });
    }
}
