using System.ComponentModel.DataAnnotations;

namespace Graft.Networks;

/// <summary>
/// How weights are downloaded. Proxies are taken from HTTP_PROXY, HTTPS_PROXY and NO_PROXY (in either case of letters), or
/// from the system's settings.
/// </summary>
public sealed record PullOptions
{
    /// <summary>Environment variable with the base address of a mirror: files are taken from ADDRESS/FILENAME.</summary>
    public const string MirrorVariable = "GRAFT_MIRROR";

    /// <summary>Environment variable that forbids every connection unless it is empty or 0.</summary>
    public const string OfflineVariable = "GRAFT_OFFLINE";

    /// <summary>Folder for the file; by default <see cref="GraftHome.Weights"/>.</summary>
    public string Folder { get; init; } = GraftHome.Weights;

    /// <summary>Base address of a mirror, or null for the published address. By default what <see cref="MirrorVariable"/> says.</summary>
    public string? Mirror { get; init; } = Environment.GetEnvironmentVariable(MirrorVariable) is { Length: > 0 } mirror ? mirror : null;

    /// <summary>Nothing is downloaded; what is on this machine already still resolves. By default what <see cref="OfflineVariable"/> says.</summary>
    public bool Offline { get; init; } = Environment.GetEnvironmentVariable(OfflineVariable) is { Length: > 0 } and not "0";

    /// <summary>Connections that share a long file, where the server serves parts of files.</summary>
    [Range(1, 16)] public int Connections { get; init; } = 4;

    /// <summary>Shortest part in bytes that is worth a connection of its own.</summary>
    [Range(1, long.MaxValue)] public long ShortestPart { get; init; } = 8 << 20;

    /// <summary>A connection that breaks is taken up again where it broke, so many times in all.</summary>
    [Range(1, 100)] public int Attempts { get; init; } = 5;

    /// <summary>Pause before the second attempt; it doubles with each.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A server that sends nothing for so long has broken the connection.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called as bytes arrive, on a thread that receives them, never on two at once.</summary>
    public Action<PullProgress>? Progress { get; init; }
}
