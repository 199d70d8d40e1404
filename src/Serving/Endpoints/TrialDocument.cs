using Graft.Runtime;

namespace Graft.Serving;

/// <summary>The version that is tried, as <c>GET /v1/models</c> tells of it.</summary>
/// <param name="Version">Its name.</param>
/// <param name="As">What it is for.</param>
/// <param name="Hash">SHA-256 of its network.</param>
internal sealed record TrialDocument(string Version, TrialKind As, string Hash)
{
    /// <summary>Share of the requests that it answers; null for a shadow.</summary>
    public double? Share { get; init; }

    /// <summary>What always comes to the same version; null for a shadow.</summary>
    public TrialUnit? By { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required TrialArmDocument Candidate { get; init; }

    /// <summary>What the version did meanwhile that answers.</summary>
    public required TrialArmDocument Current { get; init; }

    /// <summary>Images to which a shadow gave the same answer, and those to which it gave another; null for a canary.</summary>
    public int? Same { get; init; }

    /// <inheritdoc cref="Same"/>
    public int? Different { get; init; }

    /// <summary>Images of the candidate after which it is judged next; null when it has passed.</summary>
    public int? JudgedAt { get; init; }

    public required bool HasPassed { get; init; }

    public static TrialDocument? Of(VersionTrial? trial)
    {
        if (trial is null) return null;
        var (wish, status, isCanary) = (trial.Wish, trial.Status, trial.Wish.Kind == TrialKind.Canary);
        return new(wish.Version, wish.Kind, trial.Candidate.Hash)
        {
            Share = isCanary ? wish.Share : null,
            By = isCanary ? wish.By : null,
            Since = status.Since,
            Candidate = TrialArmDocument.Of(status.Candidate),
            Current = TrialArmDocument.Of(status.Current),
            Same = isCanary ? null : status.Same,
            Different = isCanary ? null : status.Different,
            JudgedAt = status.NextLook,
            HasPassed = status.NextLook is null,
        };
    }
}

/// <summary>What one of two versions did.</summary>
/// <param name="Answered">Images.</param>
/// <param name="Failed">Images without an answer that were not to blame for it.</param>
/// <param name="Milliseconds">Geometric mean of decoding and running an image; null before the first.</param>
internal sealed record TrialArmDocument(int Answered, int Failed, double? Milliseconds)
{
    public static TrialArmDocument Of(TrialArm arm) => new(arm.Answered, arm.Failed, arm.Seconds * 1000);
}
