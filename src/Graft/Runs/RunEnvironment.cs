using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Graft.Reports;
using Graft.Training;

namespace Graft;

/// <summary>What a reader needs to judge and to repeat a run, as far as program, machine and request tell.</summary>
internal static class RunEnvironment
{
    private const string CommandLineProgram = "Graft.Cli";

    /// <summary>Version of this library.</summary>
    public static string Version => typeof(RunEnvironment).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>What a model file says it was made by.</summary>
    public static string Producer => $"Graft {Version}";

    /// <summary>The processor.</summary>
    public static string Machine => $"{ProcessorFeatures.Model}, {Environment.ProcessorCount} cores";

    /// <summary>Operating system and runtime.</summary>
    public static string Platform => $"{RuntimeInformation.OSDescription}, .NET {Environment.Version}";

    /// <summary>What trains, and what answers.</summary>
    public static string Engine => $"TorchSharp {VersionOf("TorchSharp")} to train, ONNX Runtime {VersionOf("Microsoft.ML.OnnxRuntime")} to predict";

    /// <summary>The command line of this process, as one would type it.</summary>
    public static string Command
    {
        get
        {
            var arguments = Environment.GetCommandLineArgs();
            var program = Assembly.GetEntryAssembly()?.GetName().Name is { } name && name != CommandLineProgram ? name : "graft";
            return string.Join(' ', arguments.Skip(1).Select(argument => Shell.Quote(argument)).Prepend(program));
        }
    }

    /// <summary>The facts that a request tells; the run adds time, epochs done, selection, origin, file and notes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">Name of the run.</param>
    /// <param name="started">When the run began.</param>
    /// <param name="transfer">The stages.</param>
    /// <param name="engine">How it was trained; null where no steps were taken.</param>
    public static RunFacts FactsOf(TrainRequest request, string name, DateTimeOffset started, IReadOnlyList<TransferRow> transfer,
        EngineChoice? engine = null) => new()
        {
            Name = name,
            Model = request.Model,
            Strategy = request.Strategy.ToString().ToLowerInvariant(),
            Data = request.Data,
            Started = started,
            HasSteps = request.Strategy is not (Strategy.Probe or Strategy.Adapt),
            Epochs = request.Epochs,
            Batch = request.Batch,
            Accumulate = request.Accumulate,
            Optimizer = OptimizerOf(request),
            Precision = PrecisionOf(request, engine),
            Augmentation = request.AugmentationName,
            Seed = request.Seed,
            Transfer = transfer,
        };

    /// <summary>What the validation images chose in a run.</summary>
    /// <param name="request">The request.</param>
    /// <param name="history">The epochs.</param>
    /// <param name="further">What they chose beside the epoch: "the temperature".</param>
    /// <returns>Null where they chose nothing.</returns>
    public static Selection? SelectionOf(TrainRequest request, IReadOnlyList<EpochRecord> history, IReadOnlyList<string> further)
    {
        var kept = history.LastOrDefault(epoch => epoch.IsBest);
        if (kept is null && further.Count == 0) return null;
        var metric = request.MonitoredMetric is { } monitored ? TrainRequest.NameOf(monitored) : kept?.Metric ?? "";
        return new Selection(metric, kept?.Epoch, history.Count, kept is null ? further : ["the epoch", .. further]);
    }

    // What was chosen, and why.
    private static string PrecisionOf(TrainRequest request, EngineChoice? engine)
    {
        if (request.Precision == Precision.Int8) return "int8: the frozen network; what is fitted on its features in fp32";
        if (request.QuantisationAware) return "fp32, rounded to the codes of 8 bits between the layers";
        var word = (engine?.Precision ?? request.Precision) == Precision.Bfloat16 ? "bf16" : "fp32";
        return engine is { Reason.Length: > 0 } ? $"{word}: {engine.Reason}" : word;
    }

    private static string OptimizerOf(TrainRequest request)
    {
        List<string> parts = [request.Optimizer.ToString().ToLowerInvariant(), Text($"weight decay {request.WeightDecay:0.######}")];
        if (request.WarmupEpochs > 0) parts.Add(Text($"warm-up over {request.WarmupEpochs:0.##} epochs"));
        if (request.ClipNorm > 0) parts.Add(Text($"gradient norm up to {request.ClipNorm:0.##}"));
        if (request.Ema > 0) parts.Add(Text($"moving average of the weights, decay {request.Ema:0.#####}"));
        if (request.LabelSmoothing > 0) parts.Add(Text($"label smoothing {request.LabelSmoothing:0.##}"));
        return string.Join(", ", parts);
    }

    // Of what is loaded: at the end of a run both engines are.
    private static string VersionOf(string assembly)
    {
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Select(one => one.GetName()).FirstOrDefault(name => name.Name == assembly);
        return loaded?.Version?.ToString(3) ?? "(not loaded)";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
