using System.CommandLine;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft predict MODEL SOURCE...</c>: what is on the pictures, with ONNX Runtime alone.</summary>
internal sealed class PredictVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "a model file that `graft train` or `graft export` wrote" };
    private readonly Argument<string[]> _sources = new("SOURCE") { Description = "pictures, folders of pictures, or patterns such as new/*.jpg", Arity = ArgumentArity.OneOrMore };
    private readonly Option<double> _confidence = new("--conf") { Description = "below this score a picture is answered with no class", DefaultValueFactory = _ => 0 };
    private readonly Option<int> _batch = new("--batch") { Description = "pictures that run through the network together", DefaultValueFactory = _ => new RuntimeOptions().BatchSize };
    private readonly Option<bool> _save = new("--save") { Description = $"save the first {PredictionFiles.MostOnSheet} pictures with their classes as predictions.jpg" };
    private readonly Option<bool> _saveText = new("--save-txt") { Description = "save every score, one text file per picture" };
    private readonly RunNameOptions _run;
    private readonly Option<bool> _json = CommonOptions.Json();

    public PredictVerb(Terminal terminal)
        : base(terminal, "predict", "Say what is on pictures.", "graft predict runs/classify/photos/model.onnx new/*.jpg --json")
    {
        Add(_model);
        Add(_sources);
        Add(_confidence);
        Add(_batch);
        Add(_save);
        Add(_saveText);
        _run = new RunNameOptions(this, "predict");
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var files = PictureSources.Expand(parsed.GetRequiredValue(_sources));
        var options = new RuntimeOptions { BatchSize = parsed.GetValue(_batch), OnBadPicture = OnBadPicture.Skip };
        using var predictor = ClassificationPredictor.Open(parsed.GetRequiredValue(_model), options);
        var predictions = Predict(predictor, files, parsed.GetValue(_confidence), terminal, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(new { predictor.Manifest.Task, predictor.Manifest.Model, predictor.Manifest.Classes, Predictions = predictions });
        else Show(predictions, terminal.Results);
        Save(parsed, predictions, terminal);

        var failed = predictions.Where(prediction => prediction.Error is not null).ToList();
        foreach (var failure in failed) terminal.Fail(failure.Error!);
        return Task.FromResult(failed.Count > 0 ? ExitCode.BadInput : ExitCode.Done);
    }

    private static List<PredictionFacts> Predict(ClassificationPredictor predictor, IReadOnlyList<string> files, double threshold, Terminal terminal, CancellationToken cancellation)
    {
        using var display = new EventDisplay(terminal);
        var predictions = new List<PredictionFacts>(files.Count);
        foreach (var prediction in predictor.Predict(files))
        {
            cancellation.ThrowIfCancellationRequested();
            predictions.Add(PredictionFacts.Of(prediction, predictor.Manifest.Classes, threshold));
            display.Report(new RunEvent.Progress("predicting", predictions.Count, files.Count));
        }
        return predictions;
    }

    private static void Show(List<PredictionFacts> predictions, IAnsiConsole console)
    {
        var table = Terminal.Table("picture", "class", "score");
        foreach (var prediction in predictions.Where(prediction => prediction.Error is null))
            table.AddRow(new Text(prediction.Path), new Text(prediction.Class ?? "unsure"), new Text(PredictionFiles.Percent(prediction.Score)));
        console.Write(table);
    }

    private void Save(ParseResult parsed, List<PredictionFacts> predictions, Terminal terminal)
    {
        if (!parsed.GetValue(_save) && !parsed.GetValue(_saveText)) return;
        var run = _run.Create(parsed);
        if (parsed.GetValue(_save)) PredictionFiles.SaveSheet(run, predictions);
        if (parsed.GetValue(_saveText)) PredictionFiles.SaveText(run, predictions);
        terminal.Say($"saved in {run.FullPath}");
    }
}
