using System.Globalization;
using System.Runtime.InteropServices;
using Graft.Training;

namespace Graft;

/// <summary>What a reader needs to judge and to repeat a run.</summary>
internal static class RunEnvironment
{
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(TrainRequest request, FitResult fit) =>
    [
        new("Graft", typeof(RunEnvironment).Assembly.GetName().Version?.ToString(3) ?? ""),
        new("processor", $"{EngineSetup.Info.Processor}, {Environment.ProcessorCount} cores"),
        new("system", $"{RuntimeInformation.OSDescription}, .NET {Environment.Version}"),
        new("seed", request.Seed.ToString(CultureInfo.InvariantCulture)),
        new("precision", request.Precision),
        new("augmentation", request.Augment),
        new("time to fit", string.Create(CultureInfo.InvariantCulture, $"{fit.Time.TotalSeconds:0.0} s")),
        .. fit.Notes.Select(note => new KeyValuePair<string, string>("note", note)),
    ];
}
