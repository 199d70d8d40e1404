using System.CommandLine;
using Graft.Artifacts;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft new console|web MODEL OUT</c>: a small C# program that uses a model file.</summary>
internal sealed class NewVerb : Verb
{
    private readonly Argument<string> _kind = new("KIND")
    {
        Description = "console: predicts the images given to it; web: a service on 127.0.0.1 with POST /predict and GET /health",
    };
    private readonly Argument<string> _model = new("MODEL")
    {
        Description = "a model file that `graft train` or `graft export` wrote, or the folder of a run; it is copied",
    };
    private readonly Argument<string> _out = new("OUT") { Description = "folder for the program; it must not exist or be empty" };
    private readonly Option<string?> _feed = new("--feed")
    {
        Description = "folder of packages that `graft pack` filled, where the program shall take Graft from",
    };
    private readonly Option<bool> _json = CommonOptions.Json();

    public NewVerb(Terminal terminal)
        : base(terminal, "new", "Write a C# program that uses a model file.",
            "graft new console runs/classify/photos/model.onnx my-program/",
            "graft new web runs/classify/photos my-service/ --feed packages/")
    {
        _kind.AcceptOnlyFromAmong("console", "web");
        foreach (var argument in new[] { _kind, _model, _out }) Add(argument);
        Add(_feed);
        Add(_json);
    }

    internal override bool DecodesImages => false;

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var model = ModelPath.Resolve(parsed.GetRequiredValue(_model));
        if (Directory.Exists(parsed.GetRequiredValue(_model)) && RunExport.OthersOf(model) is { Count: > 0 } others)
            terminal.Say($"{model} is taken, the run's file of 32 bits; to take another one, name it: {string.Join(", ", others)}");
        var isWeb = parsed.GetRequiredValue(_kind) == "web";
        var program = new GeneratedProgram(isWeb, ModelFile.ReadManifest(model).Task, parsed.GetValue(_feed));
        var folder = Path.GetFullPath(parsed.GetRequiredValue(_out));
        WholeFolder.Write(folder, _out.Name, written =>
        {
            Directory.CreateDirectory(written);
            program.Write(written, GeneratedProgram.NameFor(folder));
            File.Copy(model, Path.Combine(written, GeneratedProgram.ModelName));
            return written;
        });
        if (parsed.GetValue(_json)) terminal.WriteJson(NewFacts.Of(folder, program));
        else
        {
            terminal.Results.WriteLine($"{folder}: {(isWeb ? "a service" : "a program")} for the task '{program.Task}', with Graft.Runtime {program.Version}");
            if (parsed.GetValue(_feed) is null)
                terminal.Results.WriteLine("its packages come from the sources that NuGet is set up for; `graft pack packages` makes them, and "
                    + "--feed packages names that folder");
            if (parsed.GetValue(_feed) is { } feed && KeptPackages.Warning(Path.GetFullPath(feed), program.Version) is { } kept) terminal.Warn(kept);
            if (isWeb) terminal.Results.WriteLine("it answers curl --data-binary @image.jpg http://127.0.0.1:5080/predict");
            string[] image = isWeb ? [] : ["--", "image.jpg"];
            terminal.Next(["dotnet", "run", "--project", parsed.GetRequiredValue(_out), .. image]);
        }
        return Task.FromResult(ExitCode.Done);
    }
}
