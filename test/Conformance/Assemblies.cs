using System.Reflection;

namespace Graft.Conformance.Tests;

/// <summary>The projects under src and what they were built into.</summary>
internal static class Assemblies
{
    /// <summary>Names of the folders under src that hold a project.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetDirectories(Repository.At("src")).Select(folder => Path.GetFileName(folder))
            .Where(name => File.Exists(ProjectFile(name))).Order(StringComparer.Ordinal)];

    /// <summary>Every assembly of ours.</summary>
    public static IReadOnlyList<Assembly> Ours { get; } = [.. Projects.Select(name => Assembly.Load(NameOf(name)))];

    /// <summary>Assemblies that others may reference: all but the programs.</summary>
    public static IEnumerable<Assembly> Libraries => Ours.Where(assembly => assembly.EntryPoint is null);

    public static string ProjectFile(string project) => Repository.At("src", project, $"{project}.csproj");

    public static string NameOf(string project) => project == "Graft" ? "Graft" : $"Graft.{project}";
}
