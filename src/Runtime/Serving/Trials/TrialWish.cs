using System.Text.Json.Serialization;

namespace Graft.Runtime;

/// <summary>How a version is to be tried beside the one that answers.</summary>
/// <param name="Version">Its name.</param>
/// <param name="Kind">What it is for.</param>
internal sealed record TrialWish(string Version, TrialKind Kind)
{
    public const double DefaultShare = 0.1, LargestShare = 0.5, DefaultMaxSlowdown = 1.5;

    /// <summary>Share of requests that a canary answers, above 0 to 0.5.</summary>
    public double Share { get; init; } = DefaultShare;

    /// <summary>What is drawn: the same image, or the same key, always comes to the same version.</summary>
    public TrialUnit By { get; init; }

    /// <summary>A canary that takes more than this many times as long for an image goes back.</summary>
    public double MaxSlowdown { get; init; } = DefaultMaxSlowdown;

    /// <exception cref="GraftException">A number is out of its range.</exception>
    public void Validate()
    {
        if (!(Share is > 0 and <= LargestShare))
            throw new GraftException($"share is {Share}.", $"A number above 0 and at most {LargestShare} is expected.");
        if (!(MaxSlowdown is >= 1 and <= 100)) throw new GraftException($"max-slowdown is {MaxSlowdown}.", "A number from 1 to 100 is expected.");
    }
}

/// <summary>What a version that is tried is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialKind>))]
internal enum TrialKind
{
    /// <summary>It answers a share of the requests.</summary>
    Canary,

    /// <summary>It runs on idle cores, is compared with the one that answers, and its answers are never sent.</summary>
    Shadow,
}

/// <summary>What always comes to the same version.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialUnit>))]
internal enum TrialUnit
{
    /// <summary>The bytes of a request's first image.</summary>
    Image,

    /// <summary>The key that asks.</summary>
    Key,
}

/// <summary>A file that was tried and went back: it is not tried again by itself.</summary>
/// <param name="Version">Its name.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Written">When it was last written.</param>
/// <param name="Reason">Why.</param>
internal sealed record TriedVersion(string Version, long Length, DateTime Written, string Reason)
{
    public static TriedVersion Of(VersionFile file, string reason) => new(file.Version, file.Length, file.Written, reason);

    /// <summary>Whether a file is not tried by itself: it is this one, or older.</summary>
    public bool Precludes(VersionFile file) => Is(file) || file.CompareTo(new VersionFile(Version, "", Length, Written)) < 0;

    public bool Is(VersionFile file) => (file.Version, file.Length, file.Written) == (Version, Length, Written);
}
