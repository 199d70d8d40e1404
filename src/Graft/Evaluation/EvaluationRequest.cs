using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Graft.Data;
using Graft.Runtime;

namespace Graft;

/// <summary>What to measure a model file on. The file says which task it is of; options of another task are refused.</summary>
public sealed record EvaluationRequest
{
    /// <summary>A request to fill.</summary>
    public EvaluationRequest()
    {
    }

    /// <summary>A request with the defaults.</summary>
    /// <param name="model">A model file, or the folder of a run.</param>
    /// <param name="data">Labelled images.</param>
    [SetsRequiredMembers]
    public EvaluationRequest(string model, string data) => (Model, Data) = (model, data);

    /// <summary>A model file, or the folder of a run.</summary>
    public required string Model { get; init; }

    /// <summary>Labelled images in any layout that the task is trained on; their classes are among the model's.</summary>
    public required string Data { get; init; }

    /// <summary>Split to measure on where the data has splits: <c>test</c> where there is one, else <c>val</c>, unless given.</summary>
    public string? Split { get; init; }

    /// <summary>What to do with images that cannot be read.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>
    /// Bits of 64 in which the perceptual hashes of nearly identical images may differ, 0 to 11; such images count as one in the intervals. -1 looks for
    /// identical files alone.
    /// </summary>
    [Range(-1, 11)] public int NearDuplicateBits { get; init; } = ExaminationOptions.DefaultNearDuplicateBits;

    /// <summary>Images that run through the network together; 8 by default, 1 for detectors. Not for segmentation, which takes images one by one.</summary>
    [Range(1, 4096)] public int? Batch { get; init; }

    /// <summary>How a segmentation network sees large images; null for the default, which other tasks must leave.</summary>
    public TilingOptions? Tiling { get; init; }

    /// <summary>Seed of the bootstrap.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Folder for report.html, metrics.json and the predictions; null writes none of them.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Everything wrong with it for a model of that task.</summary>
    internal IEnumerable<Problem> Examine(TaskKind task)
    {
        foreach (var problem in OptionsCheck.Find(this)) yield return problem;
        if (Tiling is not null && task != TaskKind.Segment)
            yield return new Problem(nameof(Tiling), "Tiles are for segmentation networks.", "Leave it out.");
        if (Batch is not null && task == TaskKind.Segment)
            yield return new Problem(nameof(Batch), "A segmentation network takes images one by one.", "Leave it out.");
    }
}
