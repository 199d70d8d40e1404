using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Graft.Runtime;

namespace Graft;

/// <summary>Which images are compared with those a model was made for.</summary>
public sealed record DriftRequest
{
    /// <summary>A request to fill.</summary>
    public DriftRequest()
    {
    }

    /// <summary>A request with the defaults.</summary>
    /// <param name="model">A model file, or the folder of a run.</param>
    /// <param name="images">Image files, and folders that are searched at any depth.</param>
    [SetsRequiredMembers]
    public DriftRequest(string model, params IReadOnlyList<string> images) => (Model, Images) = (model, images);

    /// <summary>A model file, or the folder of a run.</summary>
    public required string Model { get; init; }

    /// <summary>Image files, and folders that are searched at any depth. No labels are needed.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>A folder of images to compare with, which the network has not learned from; null for the reference in the model file.</summary>
    public string? Reference { get; init; }

    /// <summary>How often unchanged images may be called unlike by mistake: 0.001 to 0.2.</summary>
    public double FalseAlarms { get; init; } = DriftJudge.DefaultFalseAlarms;

    /// <summary>What to do with images that cannot be read.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>
    /// Bits of 64 in which the perceptual hashes of near-copies may differ, of which one counts: 0 to 11, -1 for the same image alone; null for what
    /// the reference was made with.
    /// </summary>
    [Range(-1, 11)] public int? NearDuplicateBits { get; init; }

    /// <summary>Seed of every random choice.</summary>
    public ulong Seed { get; init; } = 1;
}
