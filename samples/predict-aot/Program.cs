using Graft;
using Graft.Artifacts;
using Graft.Runtime;

// predict-aot MODEL IMAGE...: one line of JSON for each image, whatever the model's task.
if (args.Length < 2)
{
    Console.Error.WriteLine("predict-aot MODEL IMAGE...");
    return 2;
}
try
{
    var images = args.Skip(1);
    switch (ModelFile.ReadManifest(args[0]).Task)
    {
        case "classify":
            using (var classifier = ClassificationPredictor.Open(args[0])) Write(classifier.Predict(images));
            break;
        case "segment":
            using (var segmenter = SegmentationPredictor.Open(args[0])) Write(segmenter.Predict(images));
            break;
        default:
            using (var detector = DetectionPredictor.Open(args[0])) Write(detector.Predict(images));
            break;
    }
    return 0;
}
catch (GraftException failure)
{
    Console.Error.WriteLine(failure.Message);
    return failure.ExitCode;
}

static void Write(IEnumerable<Prediction> predictions)
{
    foreach (var prediction in predictions) Console.WriteLine(prediction.ToJson());
}
