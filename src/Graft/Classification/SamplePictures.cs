using Graft.Data;
using Graft.Imaging;
using Graft.Reports;

namespace Graft;

/// <summary>Pictures for the report and the contact sheets, at the size of a thumbnail.</summary>
internal static class SamplePictures
{
    private const int LongerSide = 200;

    /// <summary>The surest mistakes first, as pictures.</summary>
    public static IReadOnlyList<SamplePicture> Mistakes(IReadOnlyList<Sample> samples, float[] scores, IReadOnlyList<string> classes, int most) =>
        Make(samples, scores, classes, wanted: false, most);

    /// <summary>The surest right answers, as pictures.</summary>
    public static IReadOnlyList<SamplePicture> Successes(IReadOnlyList<Sample> samples, float[] scores, IReadOnlyList<string> classes, int most) =>
        Make(samples, scores, classes, wanted: true, most);

    /// <summary>The samples with what the network said, as one picture.</summary>
    public static RgbImage Sheet(IReadOnlyList<SamplePicture> pictures) => ContactSheet.Make([.. pictures.Select(picture =>
        new CaptionedImage(picture.Image.Image,
            picture.TrueClass == picture.PredictedClass ? $"{picture.PredictedClass} {picture.Score:0.00}" : $"{picture.PredictedClass} {picture.Score:0.00}, is {picture.TrueClass}"))]);

    /// <summary>Training pictures with their classes.</summary>
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

    private static List<SamplePicture> Make(IReadOnlyList<Sample> samples, float[] scores, IReadOnlyList<string> classes, bool wanted, int most)
    {
        var answers = samples.Select((sample, row) =>
        {
            var own = scores.AsSpan(row * classes.Count, classes.Count);
            var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(own);
            return (sample, best, score: own[best]);
        });
        return [.. answers.Where(answer => (answer.best == answer.sample.Label) == wanted)
            .OrderByDescending(answer => answer.score).ThenBy(answer => answer.sample.Name, StringComparer.Ordinal).Take(most)
            .Select(answer => new SamplePicture(answer.sample.Name, ThumbnailOf(answer.sample.Path), classes[answer.sample.Label], classes[answer.best], answer.score))];
    }

    private static PageImage ThumbnailOf(string path)
    {
        var image = ImageFile.Decode(path, new DecodeOptions { ShrinkToWidth = LongerSide, ShrinkToHeight = LongerSide });
        var factor = (double)LongerSide / Math.Max(image.Width, image.Height);
        return new PageImage(Resampler.Resize(image, Math.Max(1, (int)(image.Width * factor)), Math.Max(1, (int)(image.Height * factor)), Interpolation.Bilinear));
    }
}
