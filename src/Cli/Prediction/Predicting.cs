using Graft.Runtime;
using Graft.Shards;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What <c>graft predict</c> does whatever the task: image by image, so that only what is printed at the end is kept.</summary>
internal abstract class Predicting<TPrediction>(Predictor<TPrediction> predictor, PredictSettings settings, params string[] columns) : IPredicting
    where TPrediction : Prediction
{
    private readonly List<string> _failures = [];
    private readonly Table _table = Terminal.Table(columns);
    private SavedNames? _names;
    private RunFolder? _run;

    public IReadOnlyList<string> Failures => _failures;

    protected PredictSettings Settings => settings;

    /// <summary>The folder for what is saved; made when the first answer is there.</summary>
    protected RunFolder Folder => _run ??= settings.CreateRun();

    public void Run(IReadOnlyList<string> files, Terminal terminal, CancellationToken cancellation)
    {
        _names = new SavedNames(files);
        List<object> facts = [];
        using (var display = new EventDisplay(terminal))
        {
            var done = 0;
            foreach (var prediction in predictor.Predict(files))
            {
                cancellation.ThrowIfCancellationRequested();
                done++;
                if (prediction.Failure is { } failure) _failures.Add(failure.Message);
                else Show(prediction);
                if (settings.IsJson) facts.Add(Facts(prediction, done));
                if (settings.Saves && prediction.Failure is null) Save(prediction, done);
                display.Report(new RunEvent.Progress("predicting", done, files.Count));
            }
        }
        if (settings.Saves && _failures.Count < files.Count) SaveAll();
        if (settings.IsJson) terminal.WriteJson(PredictFacts.Of(predictor.Manifest, facts));
        else terminal.Results.Write(_table);
        if (_run is not null) terminal.Say($"saved in {_run.FullPath}");
        if (Closing is { } closing) terminal.Say(closing);
        foreach (var note in Notes()) terminal.Say(note.ToString());
    }

    public ShardResult Write(ShardOrder order, Terminal terminal, CancellationToken cancellation) =>
        order.Run(new PredictorWork<TPrediction>(predictor, settings.Words, Parts), terminal, cancellation);

    public void Dispose() => predictor.Dispose();

    /// <summary>A file of the folder that belongs to an image.</summary>
    protected string Place(TPrediction prediction, string ending, string folder = "") => Folder[Path.Combine(folder, $"{_names![prediction.Path]}{ending}")];

    /// <summary>A row of the table.</summary>
    protected void AddRow(TPrediction prediction, params IEnumerable<string> cells) =>
        _table.AddRow([new Text(prediction.Path), .. cells.Select(cell => new Text(cell))]);

    /// <summary>The columns of answers in parts.</summary>
    protected abstract PartTable<TPrediction> Parts();

    /// <summary>Adds an image's rows.</summary>
    protected abstract void Show(TPrediction prediction);

    /// <summary>What <c>--json</c> says of an image, readable or not.</summary>
    protected abstract object Facts(TPrediction prediction, int number);

    /// <summary>Saves what belongs to one image.</summary>
    protected abstract void Save(TPrediction prediction, int number);

    /// <summary>Saves what belongs to all of them.</summary>
    protected abstract void SaveAll();

    /// <summary>All answers in a few words; null for nothing.</summary>
    protected virtual string? Closing => null;

    /// <summary>What the predictor noticed.</summary>
    protected virtual IReadOnlyList<Problem> Notes() => [];
}
