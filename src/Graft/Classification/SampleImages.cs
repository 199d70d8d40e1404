using Graft.Data;
using Graft.Imaging;
using Graft.Reports;

namespace Graft;

/// <summary>Images for the report and the contact sheets, at the size of a thumbnail.</summary>
internal static class SampleImages
{
    private const int LongerSide = 200;

    /// <summary>The surest mistakes first, as images.</summary>
    public static IReadOnlyList<SampleImage> Mistakes(IReadOnlyList<Sample> samples, float[] scores, IReadOnlyList<string> classes, int max) =>
        Make(samples, scores, classes, wanted: false, max);

    /// <summary>The surest right answers, as images.</summary>
    public static IReadOnlyList<SampleImage> Successes(IReadOnlyList<Sample> samples, float[] scores, IReadOnlyList<string> classes, int max) =>
        Make(samples, scores, classes, wanted: true, max);

    /// <summary>The samples with what the network said, as one image.</summary>
    public static RgbImage Sheet(IReadOnlyList<SampleImage> images) => ContactSheet.Make([.. images.Select(image =>
        new CaptionedImage(image.Image.Image,
            image.TrueClass == image.PredictedClass ? $"{image.PredictedClass} {image.Score:0.00}" : $"{image.PredictedClass} {image.Score:0.00}, is {image.TrueClass}"))]);

    /// <summary>Training images with their classes.</summary>
    public static void WriteTrainingSheet(RunFolder folder, FitTask task, IReadOnlyList<string> classes)
    {
        var source = GradientFit.TrainingSource(task);
        TrainingSheet.Write(folder, source.Count, index =>
        {
            var image = new RgbImage(task.Model.Preprocess.Width, task.Model.Preprocess.Height);
            source.Load(index, epoch: 0, image.Pixels);
            return new CaptionedImage(image, classes[(int)source.TargetOf(index)]);
        });
    }

    private static List<SampleImage> Make(IReadOnlyList<Sample> samples, float[] scores, IReadOnlyList<string> classes, bool wanted, int max)
    {
        var answers = samples.Select((sample, row) =>
        {
            var own = scores.AsSpan(row * classes.Count, classes.Count);
            var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(own);
            return (sample, best, score: own[best]);
        });
        return [.. answers.Where(answer => (answer.best == answer.sample.Label) == wanted)
            .OrderByDescending(answer => answer.score).ThenBy(answer => answer.sample.Name, StringComparer.Ordinal).Take(max)
            .Select(answer => new SampleImage(answer.sample.Name, ThumbnailOf(answer.sample.Path), classes[answer.sample.Label], classes[answer.best], answer.score))];
    }

    private static PageImage ThumbnailOf(string path)
    {
        var image = ImageFile.Decode(path, new DecodeOptions { ShrinkToWidth = LongerSide, ShrinkToHeight = LongerSide });
        var factor = (double)LongerSide / Math.Max(image.Width, image.Height);
        return new PageImage(Resampler.Resize(image, Math.Max(1, (int)(image.Width * factor)), Math.Max(1, (int)(image.Height * factor)), Interpolation.Bilinear));
    }
}
