using System.Reflection;
using System.Text.RegularExpressions;

namespace Graft.Cli;

/// <summary>Versions of Graft's packages: that of this program, and those in a feed.</summary>
internal static partial class PackageVersion
{
    private const string Package = "Graft.Runtime";

    /// <summary>The version of this program, without the commit it was built from.</summary>
    public static string OfThisProgram { get; } =
        typeof(PackageVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The version of this program as a prerelease, or itself.</summary>
    /// <exception cref="GraftException">The suffix is none that a version can have.</exception>
    public static string WithSuffix(string? suffix)
    {
        if (suffix is null) return OfThisProgram;
        if (!Suffix().IsMatch(suffix))
            throw new GraftException($"'{suffix}' cannot end a version.", "Letters, digits, hyphens and dots are expected, such as 'dev2'.");
        return $"{OfThisProgram}-{suffix}";
    }

    /// <summary>The version of Graft.Runtime in a folder of packages: this program's where it is there, else the one written last.</summary>
    /// <exception cref="GraftException">The folder does not exist or has no such package.</exception>
    public static string InFeed(string folder)
    {
        if (!Directory.Exists(folder))
            throw new GraftException($"There is no folder '{folder}'.", "A folder of packages was expected.", "Make one with `graft pack OUT`.");
        var versions = Directory.GetFiles(folder, $"{Package}.*.nupkg").OrderByDescending(File.GetLastWriteTimeUtc)
            .Select(file => Path.GetFileNameWithoutExtension(file)[(Package.Length + 1)..]).Where(version => char.IsAsciiDigit(version[0])).ToList();
        if (versions.Count == 0)
            throw new GraftException($"'{folder}' has no package {Package}.", cure: "Make packages with `graft pack OUT`, and give that folder.");
        return versions.Contains(OfThisProgram) ? OfThisProgram : versions[0];
    }

    [GeneratedRegex(@"^[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$")]
    private static partial Regex Suffix();
}
