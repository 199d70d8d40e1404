using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

// Arguments: ONNX file, folder of JPEG files, width, height, features. For every line read, one pass over the images;
// the answer is its duration in seconds.
var (file, folder, width, height, features) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture),
    int.Parse(args[3], CultureInfo.InvariantCulture), int.Parse(args[4], CultureInfo.InvariantCulture));
var context = new MLContext(1);
var images = context.Data.LoadFromEnumerable(Directory.GetFiles(folder, "*.jpg").Order().Select(path => new Image { Path = path }).ToList());
var pipeline = context.Transforms.LoadImages("image", "", nameof(Image.Path))
    .Append(context.Transforms.ResizeImages("image", width, height, "image", ImageResizingEstimator.ResizingKind.IsoCrop))
    .Append(context.Transforms.ExtractPixels("images", "image", interleavePixelColors: true, outputAsFloatArray: false))
    .Append(context.Transforms.ApplyOnnxModel(["features"], ["images"], file,
        new Dictionary<string, int[]> { ["images"] = [1, height, width, 3], ["features"] = [1, features] }, null, false, 100))
    .Fit(images);
while (Console.ReadLine() is not null)
{
    var watch = Stopwatch.StartNew();
    var total = 0.0;
    foreach (var row in pipeline.Transform(images).GetColumn<float[]>("features")) total += row[0];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds} {total}"));
}

internal sealed class Image
{
    public string Path { get; set; } = "";
}
