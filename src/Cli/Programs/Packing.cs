using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Graft.Cli;

/// <summary>
/// Packs the repository's libraries and its command line with the .NET SDK. Build output goes to a temporary folder, so that no other build is disturbed.
/// </summary>
internal sealed class Packing
{
    /// <summary>The package that `dotnet tool install` asks for. NuGet's names know no capitals, and Graft is the library.</summary>
    public const string ToolPackage = "Graft.Tool";

    private const int ShownLines = 40;

    private readonly string _projects = FindProjects();
    private readonly string _dotnet = FindDotnet();

    /// <summary>The package of the program that only predicts.</summary>
    public const string PredictPackage = "Graft.Predict";

    /// <summary>The platforms that the tools can be packed for: those that the engines of prediction are published for.</summary>
    public static IReadOnlyList<string> Platforms { get; } = ["linux-x64", "linux-arm64", "osx-arm64", "win-x64", "win-arm64"];

    /// <summary>
    /// Whether this machine has what compiling ahead of time needs: a linker. It compiles for its own platform alone; for others <c>graft-predict</c> runs
    /// on the .NET runtime.
    /// </summary>
    public static bool HasLinker { get; } = OperatingSystem.IsWindows() || IsOnPath("clang"); // the SDK finds Visual Studio's

    /// <param name="version">Version of the packages.</param>
    /// <exception cref="GraftException">The program does not run from the repository.</exception>
    public Packing(string version) => Version = version;

    /// <summary>Version of the packages.</summary>
    public string Version { get; }

    /// <summary>Packs the libraries into an existing folder.</summary>
    /// <exception cref="GraftException">The build failed; the message has its last lines.</exception>
    public Task Libraries(string folder, CancellationToken cancellation) => Run("Packages.proj", folder, [], cancellation);

    /// <summary>Packs <c>graft</c> and <c>graft-predict</c> as .NET tools into an existing folder: one for each platform, one that names all.</summary>
    /// <exception cref="GraftException">The build failed; the message has its last lines.</exception>
    public Task Tools(string folder, IEnumerable<string> platforms, CancellationToken cancellation) =>
        Run("Tool.proj", folder,
            [$"-property:ToolPlatforms=\"{string.Join(';', platforms)}\"", $"-property:AheadOf={(HasLinker ? RuntimeInformation.RuntimeIdentifier : "")}"],
            cancellation);

    private async Task Run(string project, string folder, IEnumerable<string> more, CancellationToken cancellation)
    {
        using var work = TemporaryFolder.Create();
        var start = new ProcessStartInfo(_dotnet)
        {
            WorkingDirectory = work.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] arguments =
        [
            "msbuild", Path.Combine(_projects, project), "-nologo", "-verbosity:minimal", "-nodeReuse:false", "-maxCpuCount",
            $"-property:ArtifactsPath={work.Path}", $"-property:PackageOutputPath={folder}", $"-property:Version={Version}",
            "-property:RunAnalyzers=false", // every other build runs them
            .. more,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // A compiler server would outlive the build, and hold its pipes open.
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        await Run(start, cancellation);
    }

    private static async Task Run(ProcessStartInfo start, CancellationToken cancellation)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var lines = new List<string>();
        void Keep(string? line)
        {
            if (line is null) return;
            lock (lines) lines.Add(line);
        }
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        if (process.ExitCode != 0)
            throw new GraftException(
                $"Packing failed:{Environment.NewLine}{string.Join(Environment.NewLine, lines.TakeLast(ShownLines))}",
                "Nothing was written.")
            { ExitCode = 1 };
    }

    private static string FindProjects()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "eng", "packages") is var projects && File.Exists(Path.Combine(projects, "Packages.proj")))
                return projects;
        throw new GraftException("Packages are made from the repository's sources, which are not here.",
            $"They were expected above {AppContext.BaseDirectory}.",
            "Run ./graft pack in a clone of the repository.");
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    // The launcher runs this program with the SDK's own dotnet.
    private static string FindDotnet() =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? host
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
