using System.ComponentModel.DataAnnotations;
using Graft.Data;

namespace Graft;

/// <summary>Which pretrained networks are compared on which images.</summary>
public sealed record RecommendRequest
{
    /// <summary>Folder of classes, folder of splits, or CSV manifest. Images of the test split are never looked at.</summary>
    public required string Data { get; init; }

    /// <summary>Names, name.tag, addresses or folders as <c>--model</c> takes them; empty for every network whose weights are on this machine.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Most images that are looked at, spread evenly over the classes.</summary>
    [Range(4, 5000)] public int Sample { get; init; } = 200;

    /// <summary>Images per step of training, for the estimate of memory.</summary>
    [Range(1, 4096)] public int Batch { get; init; } = 16;

    /// <summary>
    /// Bits of 64 in which the perceptual hashes of nearly identical images may differ, 0 to 11; such images stay in one fold. -1 keeps only identical
    /// files together.
    /// </summary>
    [Range(-1, 11)] public int NearDuplicateBits { get; init; } = ExaminationOptions.DefaultNearDuplicateBits;

    /// <summary>Decides the sample and the folds.</summary>
    public ulong Seed { get; init; } = 1;
}
