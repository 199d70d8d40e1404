using System.Text;
using System.Xml.Linq;

namespace Graft.Cli;

/// <summary>A C# program that uses a model file: a project, Program.cs and, where a feed is given, nuget.config.</summary>
internal sealed class GeneratedProgram
{
    /// <summary>Name of the model file beside the program.</summary>
    public const string ModelName = "model.onnx";

    // Names that something the program is built with has already, or that Windows keeps for devices.
    private static readonly string[] TakenNames = ["graft", "skiasharp", "netvips", "con", "prn", "aux", "nul"];

    private readonly bool _isWeb;
    private readonly ProgramLines _lines;
    private readonly string? _feed;

    /// <param name="isWeb">A service instead of a console program.</param>
    /// <param name="task">The model file's task.</param>
    /// <param name="feed">Folder of packages, or null for what NuGet is set up for.</param>
    /// <exception cref="GraftException">The feed has no package to use, or the task is unknown.</exception>
    public GeneratedProgram(bool isWeb, string task, string? feed)
    {
        (_isWeb, Task, _lines) = (isWeb, task, TaskView.Of(TaskKinds.Parse(task)).Program);
        _feed = feed is null ? null : Path.GetFullPath(feed);
        Version = _feed is null ? PackageVersion.OfThisProgram : PackageVersion.InFeed(_feed);
    }

    /// <summary>The model file's task.</summary>
    public string Task { get; }

    /// <summary>Version of the packages that the program references.</summary>
    public string Version { get; }

    /// <summary>A name for the project that the compiler takes, after the folder's.</summary>
    public static string NameFor(string folder)
    {
        var name = new StringBuilder();
        foreach (var letter in Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)))
            name.Append(char.IsLetterOrDigit(letter) && letter < 0x7f ? letter : '_');
        if (name.Length == 0 || char.IsDigit(name[0])) name.Insert(0, '_');
        return TakenNames.Contains(name.ToString().ToLowerInvariant()) ? $"{name}App" : name.ToString();
    }

    /// <summary>Writes the program into an existing folder.</summary>
    public void Write(string folder, string name)
    {
        AtomicFile.WriteText(Path.Combine(folder, $"{name}.csproj"), Template("Project.txt"));
        AtomicFile.WriteText(Path.Combine(folder, "Program.cs"), Template(_isWeb ? "Web.txt" : "Console.txt"));
        if (_feed is not null) AtomicFile.WriteText(Path.Combine(folder, "nuget.config"), Sources(_feed));
    }

    private string Template(string name)
    {
        using var stream = typeof(GeneratedProgram).Assembly.GetManifestResourceStream($"Programs/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n")
            .Replace("{{Sdk}}", _isWeb ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk")
            .Replace("{{Version}}", Version)
            .Replace("{{Model}}", ModelName)
            .Replace("{{Predictor}}", _lines.Predictor)
            .Replace("{{Options}}", _lines.Options)
            .Replace("{{Print}}", _lines.Print)
            .Replace("{{Json}}", _lines.Json);
    }

    // Added to the sources that NuGet is set up for: what is not Graft's comes from there.
    private static string Sources(string feed) =>
        new XElement("configuration",
            new XElement("packageSources",
                new XElement("add", new XAttribute("key", "graft"), new XAttribute("value", feed)))) + "\n";
}
