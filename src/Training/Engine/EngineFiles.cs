using System.Runtime.InteropServices;

namespace Graft.Training;

/// <summary>
/// Whether the program came with libtorch. Packages for platforms that it is not published for, and images that only predict, leave it out: then all but
/// training works.
/// </summary>
internal static class EngineFiles
{
    private static readonly string[] Platforms = ["linux-x64", "osx-arm64", "win-arm64", "win-x64"];
    private static readonly string[] Names = ["libLibTorchSharp.so", "libLibTorchSharp.dylib", "LibTorchSharp.dll"];

    /// <summary>Its files lie where .NET looks for native libraries of this program.</summary>
    public static bool AreHere { get; } = Folders().Any(folder => Names.Any(name => File.Exists(Path.Combine(folder, name))));

    /// <summary>Why they are not.</summary>
    public static string Reason => Platforms.Contains(Platform) ? "this program came without libtorch" : $"libtorch is not published for {Platform}";

    // As packages name it; distributions give their builds of .NET names of their own.
    private static string Platform => (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>What to do without them.</summary>
    public static string Cure => $"Train where it is ({string.Join(", ", Platforms)}) with the package Graft or Graft.Tool, and take the model file here.";

    /// <summary>Refuses before anything is read or written.</summary>
    /// <exception cref="GraftException">They are not here.</exception>
    public static void Require()
    {
        if (!AreHere) throw new GraftException($"Nothing can be trained here: {Reason}.", "All that needs no training works.", Cure);
    }

    // The property is the host's: the folders of native assets that the program's .deps.json names.
    private static IEnumerable<string> Folders() =>
        ((AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [])
            .Append(AppContext.BaseDirectory);
}
