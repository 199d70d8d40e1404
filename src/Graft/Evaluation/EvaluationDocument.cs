using System.Text.Json;
using System.Text.Json.Nodes;
using Graft.Reports;

namespace Graft;

/// <summary>An evaluation as JSON: the task's report, and what of it is no test. metrics.json holds it, and <c>graft val --json</c> prints it.</summary>
internal static class EvaluationDocument
{
    /// <summary>The document.</summary>
    /// <param name="split">The measured split.</param>
    /// <param name="known">What the network knows of it; null where the file does not say.</param>
    /// <param name="others">The metrics without that; null where nothing is known, or nothing else is left.</param>
    public static JsonObject Of(SplitReport split, KnownImages? known, SplitReport? others)
    {
        var document = JsonSerializer.SerializeToNode<object>(split.Report, Json.Options)!.AsObject();
        if (known is null) return document;
        document["trainedOn"] = known.Trained;
        document["chosenOn"] = known.Chose;
        if (known.Warning is { } warning) document["warning"] = warning;
        if (others is not null) document["unseen"] = JsonSerializer.SerializeToNode<object>(others.Report, Json.Options);
        return document;
    }
}
