using System.CommandLine;
using Graft.Artifacts;

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

    protected override async Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var model = ModelPath.Resolve(parsed.GetRequiredValue(_model));
        var isWeb = parsed.GetRequiredValue(_kind) == "web";
        var program = new GeneratedProgram(isWeb, ModelFile.ReadManifest(model).Task, parsed.GetValue(_feed));
        var folder = Path.GetFullPath(parsed.GetRequiredValue(_out));
        await NewFolder.Make(folder, temporary =>
        {
            program.Write(temporary, GeneratedProgram.NameFor(folder));
            File.Copy(model, Path.Combine(temporary, GeneratedProgram.ModelName));
            return Task.CompletedTask;
        });
        if (parsed.GetValue(_json))
            terminal.WriteJson(new
            {
                Folder = folder,
                program.Task,
                program.Version,
                Files = Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            });
        else
            terminal.Output.WriteLine($"""
                {folder}: {(isWeb ? "a service" : "a program")} for the task '{program.Task}', with Graft.Runtime {program.Version}
                cd "{folder}"
                {(isWeb ? "dotnet run\ncurl --data-binary @image.jpg http://127.0.0.1:5080/predict" : "dotnet run -- image.jpg")}
                """);
        return ExitCode.Done;
    }
}
