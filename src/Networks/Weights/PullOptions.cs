using System.ComponentModel.DataAnnotations;

namespace Graft.Networks;

/// <summary>How weights are downloaded.</summary>
public sealed record PullOptions
{
    /// <summary>Environment variable with the base address of a mirror: files are taken from ADDRESS/FILENAME.</summary>
    public const string MirrorVariable = "GRAFT_MIRROR";

    /// <summary>Folder for the file; by default <see cref="GraftHome.Weights"/>.</summary>
    public string Folder { get; init; } = GraftHome.Weights;

    /// <summary>Base address of a mirror, or null for the published address. By default what <see cref="MirrorVariable"/> says.</summary>
    public string? Mirror { get; init; } = Environment.GetEnvironmentVariable(MirrorVariable) is { Length: > 0 } mirror ? mirror : null;

    /// <summary>A connection that breaks is taken up again where it broke, so many times in all.</summary>
    [Range(1, 100)] public int Attempts { get; init; } = 5;

    /// <summary>Pause before the second attempt; it doubles with each.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A server that sends nothing for so long has broken the connection.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called as bytes arrive, on the thread that receives them.</summary>
    public Action<PullProgress>? Progress { get; init; }
}
