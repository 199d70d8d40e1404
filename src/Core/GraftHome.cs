namespace Graft;

/// <summary>Where downloaded weights and cached features live: GRAFT_HOME, or a folder of the user's cache directory.</summary>
internal static class GraftHome
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "GRAFT_HOME";

    /// <summary>The folder; it may not exist yet.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.Combine(UserCache(), "graft");

    /// <summary>Downloaded weights.</summary>
    public static string Weights => Path.Combine(Folder, "weights");

    /// <summary>Cached features.</summary>
    public static string Features => Path.Combine(Folder, "features");

    private static string UserCache() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
