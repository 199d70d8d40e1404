using Graft;
using Graft.Artifacts;
using Graft.Cli;
using Graft.Predict;
using Graft.Runtime;

// graft-predict MODEL SOURCE...: what is on the images, with nothing but Graft.Runtime.
if (args.Length == 0 || args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Arguments.Help);
    return args.Length == 0 ? ExitCode.BadInput : ExitCode.Done;
}
if (args is ["--version"])
{
    Console.WriteLine(typeof(Arguments).Assembly.GetName().Version!.ToString(3));
    return ExitCode.Done;
}
try
{
    var asked = new Arguments(args);
    var files = ImageSources.Expand(asked.Sources);
    var task = TaskKinds.Parse(ModelFile.Peek(asked.Model).Manifest.Task);
    asked.Check(task);
    return task switch
    {
        TaskKind.Classify => Answer(ClassificationPredictor.Open(asked.Model, asked.Runtime(task))),
        TaskKind.Segment => Answer(SegmentationPredictor.Open(asked.Model, asked.Runtime(task), asked.Tiling)),
        TaskKind.Identities => Answer(IdentityPredictor.Open(asked.Model, asked.Runtime(task))),
        _ => Answer(DetectionPredictor.Open(asked.Model, asked.Runtime(task))),
    };

    int Answer<TPrediction>(Predictor<TPrediction> predictor)
        where TPrediction : Prediction
    {
        using (predictor)
        {
            var failed = false;
            foreach (var prediction in predictor.Predict(files))
            {
                failed |= prediction.Failure is not null;
                if (prediction.Failure is { } failure) Console.Error.WriteLine($"error: {failure.Message}");
                if (asked.IsJson) Console.WriteLine(prediction.ToJson());
                else if (prediction.Failure is null) Console.WriteLine(prediction);
            }
            return failed ? ExitCode.BadInput : ExitCode.Done;
        }
    }
}
catch (GraftException failure)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return failure.ExitCode;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return ExitCode.Failed;
}
