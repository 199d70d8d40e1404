using Graft.Data;
using Graft.Networks;

namespace Graft.Guide;

/// <summary>The program of docs/guide/01-classify.md.</summary>
internal static class Classify
{
    public static void Run(string photos)
    {
        #region inspect
        var dataset = DatasetReader.Read(photos);
        var examination = DatasetExamination.Examine(dataset);
        foreach (var problem in examination.Problems) Console.WriteLine(problem);
        examination.ThrowIfErrors();
        #endregion

        #region split
        var split = DatasetSplit.Make(dataset, examination, validationShare: 0.2, seed: 1);
        Console.WriteLine($"{split.Train.Count} images to train with, {split.Validation.Count} to validate");
        #endregion

        #region train
        var run = Classifier.Train(new ClassifyRequest(photos), new ConsoleProgress());
        Console.WriteLine($"accuracy {run.Validation.Accuracy:0.000} ({run.Validation["accuracy"].Interval}); see {run.ReportPath}");
        #endregion

        #region predict
        using var predictor = Classifier.Open(run.ModelPath);
        foreach (var prediction in predictor.Predict(split.Validation.Select(sample => sample.Path)))
            Console.WriteLine($"{prediction.Path}: {prediction.ClassName}, {prediction.Score:0.000}");
        #endregion

        #region validate
        Console.WriteLine(Evaluation.Run(run.ModelPath, photos));
        #endregion

        #region features
        var features = FeatureExtraction.Run(new FeatureRequest { Data = photos, Model = "efficientnet_lite0" });
        Console.WriteLine($"{features.Files.Count} images, {features.Width} features each");
        #endregion

        #region models
        foreach (var model in ModelCatalogue.Entries)
            Console.WriteLine($"{model.Name}: {GraphCost.Of(model.Build(), model.InputSize, model.InputSize).Parameters} parameters");
        #endregion
    }
}
