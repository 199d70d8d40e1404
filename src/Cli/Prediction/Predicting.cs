using Graft.Runtime;
using Graft.Shards;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What <c>graft predict</c> does whatever the task: image by image, so that memory does not grow with their number.</summary>
internal abstract class Predicting<TPrediction>(Predictor<TPrediction> predictor, PredictSettings settings, params string[] columns) : IPredicting
    where TPrediction : Prediction
{
    // Rows and failures that are shown together: what comes later follows as it is there.
    private const int MaxHeld = 1000;

    private readonly List<string> _failures = [];
    private readonly Table _table = Terminal.Table(columns);
    private SavedNames? _names;
    private RunFolder? _run;

    public int Failed { get; private set; }

    protected PredictSettings Settings => settings;

    /// <summary>The folder for what is saved; made when the first answer is there.</summary>
    protected RunFolder Folder => _run ??= settings.CreateRun();

    public void Run(ImageList list, Terminal terminal, CancellationToken cancellation)
    {
        var summary = list.Summarise(cancellation);
        if (summary.Items == 0) throw new GraftException("The list names no image.", cure: "Check the source.");
        if (settings.Saves) _names = Names(list, summary);
        var (answered, reached) = (0, 0L);
        var json = new JsonList(terminal.Output, PredictFacts.Of(predictor.Manifest, []), "predictions");
        using (var display = new EventDisplay(terminal))
        {
            var images = ImageReading.ByPath(list, item => Interlocked.Exchange(ref reached, item + 1));
            foreach (var prediction in predictor.PredictInputs(images.Select(image => image.Input)))
            {
                cancellation.ThrowIfCancellationRequested();
                answered++;
                Take(prediction, answered);
                if (settings.IsJson) display.Between(() => json.Add(Facts(prediction, answered)));
                if (_failures.Count >= MaxHeld || _table.Rows >= MaxHeld) display.Between(() => ShowHeld(terminal));
                var done = summary.Tars == 0 ? answered : Interlocked.Read(ref reached); // nobody counted the images of a tar
                display.Report(new RunEvent.Progress("predicting", (int)Math.Min(done, int.MaxValue), (int)Math.Min(summary.Items, int.MaxValue)));
            }
        }
        if (settings.Saves && Failed < answered) SaveAll();
        if (settings.IsJson) json.Complete();
        else terminal.Results.Write(_table);
        if (_run is not null) terminal.Say($"saved in {_run.FullPath}");
        if (Closing is { } closing) terminal.Say(closing);
        foreach (var note in Notes()) terminal.Say(note.ToString());
        foreach (var failure in _failures) terminal.Fail(failure);
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

    private void Take(TPrediction prediction, int number)
    {
        if (prediction.Failure is { } failure)
        {
            _failures.Add(failure.Message);
            Failed++;
            return;
        }
        Show(prediction);
        if (settings.Saves) Save(prediction, number);
    }

    private void ShowHeld(Terminal terminal)
    {
        if (!settings.IsJson) terminal.Results.Write(_table);
        _table.Continue();
        foreach (var failure in _failures) terminal.Fail(failure);
        _failures.Clear();
    }

    private static SavedNames Names(ImageList list, ListSummary summary) => summary.IsLocal ? new SavedNames([.. list.Items().Select(item => item.Address)])
        : throw new GraftException("What is saved of an image lies beside others by its file's name, and images of tars and object stores are no files here.",
            cure: "Unpack them, or leave --save and --save-txt out; --out DIR writes the answers.");

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
