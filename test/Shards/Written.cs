using Graft.Artifacts;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Shards.Tests;

/// <summary>Answers in parts, written by a model file.</summary>
internal static class Written
{
    /// <summary>A tiny model file of any task.</summary>
    public static string Model(string task, string path)
    {
        if (task != "identities") return TinyModels.Write(task, path);
        var graph = ModelCatalogue.Build("efficientnet_lite_tiny", 3).WithoutHead();
        ModelFile.WriteDescriptor(path, graph, ParameterInitialiser.Create(graph, 1), TinyModels.ClassifierManifest with { Task = "identities", Classes = [] });
        return path;
    }

    /// <param name="task">The file's task.</param>
    /// <param name="model">The file.</param>
    /// <param name="list">The images.</param>
    /// <param name="folder">Where the parts go.</param>
    /// <param name="shards">Stretches.</param>
    /// <param name="chosen">Those that are wanted; all unless given.</param>
    public static ShardResult By(string task, string model, ImageList list, string folder, int shards, params int[] chosen)
    {
        var options = new RuntimeOptions { OnBadImage = OnBadImage.Skip };
        switch (task)
        {
            case "classify":
                using (var predictor = ClassificationPredictor.Open(model, options)) return Run(predictor, () => PredictionTables.Classes(0));
            case "identities":
                using (var predictor = IdentityPredictor.Open(model, options)) return Run(predictor, PredictionTables.Descriptors);
            case "segment":
                using (var predictor = SegmentationPredictor.Open(model, options)) return Run(predictor, PredictionTables.Pixels);
            default:
                using (var predictor = DetectionPredictor.Open(model, options)) return Run(predictor, PredictionTables.Objects);
        }

        ShardResult Run<TPrediction>(Predictor<TPrediction> predictor, Func<PartTable<TPrediction>> table) where TPrediction : Prediction =>
            new ShardRun<TPrediction>(new PredictorWork<TPrediction>(predictor, "", table), list, PartPlace.Of(folder))
                .Run(shards, chosen.Length > 0 ? chosen : [.. Enumerable.Range(0, shards)], new ShardWatch(), TestContext.Current.CancellationToken);
    }
}
