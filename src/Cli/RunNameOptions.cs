using System.CommandLine;

namespace Graft.Cli;

/// <summary>Where a verb leaves its files: <c>--project</c>, <c>--name</c> and <c>--exist-ok</c>.</summary>
internal sealed class RunNameOptions
{
    private readonly Option<string?> _project = new("--project") { Description = "folder in which the run folder is created; runs/TASK by default" };
    private readonly Option<string?> _name = new("--name") { Description = "name of the run folder; a number is appended if it is taken" };
    private readonly Option<bool> _existOk = new("--exist-ok") { Description = "write into the folder even if it exists" };
    private readonly string _defaultName;

    public RunNameOptions(Command verb, string defaultName)
    {
        _defaultName = defaultName;
        _project.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && OutputPlace.FileInTheWay(result.Tokens[^1].Value) is { } file)
                result.AddError($"--project names a folder, and '{file}' is a file.");
        });
        verb.Add(_project);
        verb.Add(_name);
        verb.Add(_existOk);
    }

    /// <summary>Refuses a place that cannot be written, before the work.</summary>
    /// <exception cref="GraftException">Nothing can be written there.</exception>
    public void Check(ParseResult parsed, string task)
    {
        var project = ProjectOf(parsed, task);
        OutputPlace.RequireFolder(project, "--project");
        if (parsed.GetValue(_existOk)) OutputPlace.RequireFolder(Path.Combine(project, parsed.GetValue(_name) ?? _defaultName), "--name");
    }

    /// <summary>The folder: <c>runs/TASK/NAME</c> unless the user chose.</summary>
    public RunFolder Create(ParseResult parsed, string task) =>
        RunFolder.Create(ProjectOf(parsed, task), parsed.GetValue(_name) ?? _defaultName, parsed.GetValue(_existOk));

    private string ProjectOf(ParseResult parsed, string task) => parsed.GetValue(_project) ?? Path.Combine("runs", task);
}
