namespace Graft.Conformance.Tests;

/// <summary>The source files that the rules speak of; build output is not among them.</summary>
internal static class Sources
{
    /// <summary>Folders under the rules of size and shape.</summary>
    public static readonly string[] Folders = ["src", "test"];

    /// <summary>C# files under folders of the repository, by path from its root with '/'.</summary>
    public static IReadOnlyList<string> Of(params string[] folders) =>
        [.. folders.Select(folder => Repository.At(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/") && !file.Contains("/obj/"))
            .Order(StringComparer.Ordinal)];

    /// <summary>Files that people wrote, as git lists them: tracked, or new and not ignored.</summary>
    public static IReadOnlyList<string> Committed() =>
        [.. Run("git", "ls-files", "--cached", "--others", "--exclude-standard").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => File.Exists(Repository.At(file)))];

    public static string Text(string file) => File.ReadAllText(Repository.At(file));

    private static string Run(string program, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed.");
        return output;
    }
}
