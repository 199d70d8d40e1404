using System.Security.Cryptography;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Looks at every image before the first step, so that nothing stops a run half-way.</summary>
public static class DatasetExamination
{
    /// <summary>
    /// Reads and decodes every image in parallel and reports everything at once: undecodable files, classes too small,
    /// imbalance, tiny images, copies, copies across the user's splits and copies under two labels.
    /// </summary>
    /// <param name="dataset">What to examine.</param>
    /// <param name="options">How strictly.</param>
    /// <param name="progress">Told after every image, from any thread.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ProblemsException">An option is out of range. Findings do not throw; see <see cref="Examination.ThrowIfErrors"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Examination Examine(ImageDataset dataset, ExaminationOptions? options = null,
        IProgress<ExaminationProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new ExaminationOptions();
        OptionsCheck.Throw("The examination", options);
        var examination = Look(dataset, options, progress, cancellation);
        return examination with { Problems = [.. dataset.Warnings, .. new Findings(examination, options).All()] };
    }

    /// <summary>As above, of what is wrong with the images alone, whatever is annotated on them.</summary>
    internal static Examination OfImages(ImageDataset dataset, ExaminationOptions options, IProgress<ExaminationProgress>? progress,
        CancellationToken cancellation)
    {
        OptionsCheck.Throw("The examination", options);
        var examination = Look(dataset, options, progress, cancellation);
        return examination with { Problems = [.. new Findings(examination, options).OfImages()] };
    }

    /// <summary>How many images are examined at a time.</summary>
    internal static ParallelOptions Workers(ExaminationOptions options, CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = options.Workers == 0 ? Environment.ProcessorCount : options.Workers, CancellationToken = cancellation };

    /// <summary>Decodes and compares; the problems are still to be told.</summary>
    internal static Examination Look(ImageDataset dataset, ExaminationOptions options, IProgress<ExaminationProgress>? progress, CancellationToken cancellation)
    {
        var count = dataset.Samples.Count;
        var (facts, thumbnails, done) = (new SampleFacts[count], new Thumbnail?[count], 0);
        var workers = Workers(options, cancellation);
        Parallel.For(0, count, workers, at =>
        {
            (facts[at], thumbnails[at]) = Look(dataset.Samples[at], options);
            progress?.Report(new ExaminationProgress(Interlocked.Increment(ref done), count));
        });
        var near = CopyFinder.Near(facts, thumbnails, options.NearDuplicateBits, workers, progress);
        return new Examination(dataset, facts, CopyFinder.Identical(facts), near, []);
    }

    private static (SampleFacts Facts, Thumbnail? Thumbnail) Look(Sample sample, ExaminationOptions options)
    {
        if (options.Looked is not { } looked) return ImageExaminer.Examine(sample, options.Decode);
        var (facts, thumbnail) = looked.GetOrAdd(sample.Path, _ => ImageExaminer.Examine(sample, options.Decode));
        return (facts.Name == sample.Name ? facts : facts with { Name = sample.Name }, thumbnail);
    }
}

/// <summary>Reads and decodes one image wholly, once.</summary>
internal static class ImageExaminer
{
    public static (SampleFacts Facts, Thumbnail? Thumbnail) Examine(Sample sample, DecodeOptions decode)
    {
        byte[] bytes;
        try
        {
            bytes = FileContent.Bytes(sample.Path);
        }
        catch (Exception failure) when (FileContent.IsOfFiles(failure))
        {
            return (Bad(sample, "", 0, $"The file cannot be read: {FileContent.WhyNot(failure)}.", "Check that it exists, and its permissions."), null);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        try
        {
            // Entropy decoding is done in full, so damage is found; only the transform is spared on large photographs.
            var (image, hidden) = ImageFile.DecodeWithAlpha(bytes, sample.Name, decode with { ShrinkToWidth = 32, ShrinkToHeight = 32 });
            var info = ImageFile.Inspect(bytes, sample.Name, decode);
            var facts = new SampleFacts(sample.Name, hash, bytes.Length)
            {
                Width = info.Width,
                Height = info.Height,
                Orientation = info.Orientation,
                PerceptualHash = PerceptualHash.Of(image),
                HasHiddenColours = hidden,
                FlatLevels = FlatLevels.Of(image),
            };
            return (facts, Thumbnail.Of(image));
        }
        catch (ImageException refusal)
        {
            return (Bad(sample, hash, bytes.Length, $"{refusal.What} {refusal.Expected}".TrimEnd(), refusal.Cure), null);
        }
    }

    private static SampleFacts Bad(Sample sample, string hash, long length, string what, string cure) =>
        new(sample.Name, hash, length) { Error = Problem.OfOne(sample.Name, what, cure) };
}

/// <summary>The levels of an image that is (nearly) of one colour; nothing can be learned from one.</summary>
internal readonly record struct FlatLevels(byte Min, byte Max)
{
    // 12 bits in files of 16, whose upper 8 are read, have levels from 0 to 15.
    private const int MaxRange = 16;

    public bool IsBlack => Max <= MaxRange;

    /// <summary>Null for an image that shows something: one of its channels has levels further apart.</summary>
    public static FlatLevels? Of(RgbImage image)
    {
        byte[] min = [255, 255, 255], max = [0, 0, 0];
        var pixels = image.Pixels;
        for (var at = 0; at < pixels.Length; at++)
        {
            var channel = at % 3;
            if (pixels[at] < min[channel]) min[channel] = pixels[at];
            if (pixels[at] > max[channel]) max[channel] = pixels[at];
            if (max[channel] - min[channel] > MaxRange) return null;
        }
        return new FlatLevels(min.Min(), max.Max());
    }
}
