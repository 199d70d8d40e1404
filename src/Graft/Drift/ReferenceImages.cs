using System.Security.Cryptography;
using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>The reference that new images are compared with: of the held-out images of a run, or of a folder.</summary>
internal static class ReferenceImages
{
    /// <summary>
    /// Puts a reference into a finished run's model file and says so. Too few images leave it without, and so does a failure: the training is done, and
    /// worth more than its reference.
    /// </summary>
    /// <param name="file">A model file of the run.</param>
    /// <param name="data">Its split, and which images are copies.</param>
    /// <param name="request">Its settings.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static void Keep(string file, RunData data, TrainRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        try
        {
            var images = HeldOut(data);
            using var model = WatchedModel.Open(file);
            var drawn = Drawn(images, ReferenceStatistics.MaxImages, request.Seed);
            var (looked, _, bad) = Look(model, drawn, "reference", progress, cancellation);
            foreach (var failure in bad)
                progress?.Report(new RunEvent.Message($"An image was left out of the reference for `graft drift`: {failure.Refusal.What}", IsWarning: true));
            progress?.Report(new RunEvent.Message(Kept(file, looked, request.NearDuplicateBits)));
        }
        catch (GraftException failure)
        {
            progress?.Report(new RunEvent.Message(
                $"The model file has no reference for `graft drift`: {failure.What} {Cure}", IsWarning: true));
        }
    }

    private static string Cure => $"{Flag.Of("--reference")} compares with images of your own.";

    private static string Kept(string model, IReadOnlyList<WatchedImage> images, int bits)
    {
        if (images.Count < ReferenceStatistics.FewestImages)
            return $"The model file has no reference for `graft drift`: {Words.Count(images.Count, "different image was", "different images were")} "
                + $"held out, and {ReferenceStatistics.FewestImages} are needed. {Cure}";
        var reference = WatchedImage.Reference(images, "validation and test images of the run", bits).ToJson();
        ModelFile.WriteReference(model, reference);
        var few = images.Count < ReferenceStatistics.EnoughImages ? $"; with {ReferenceStatistics.EnoughImages} or more, smaller changes would be told" : "";
        var size = Math.Max(1, (int)Math.Round(reference.Length / 1000.0));
        return $"The model file has a reference for `graft drift`: {size} kB about {images.Count} held-out images{few}.";
    }

    // Of copies the first; the examination has found them, among all images of the data.
    private static IReadOnlyList<string> HeldOut(RunData data)
    {
        string[] names = [.. data.Split.Test, .. data.Split.Validation];
        var copies = Unit.CopiesOf(names, data.Examination);
        var paths = data.Examination.Dataset.Samples.ToDictionary(sample => sample.Name, sample => sample.Path, StringComparer.Ordinal);
        return [.. names.Index().Where(one => copies is null || copies[one.Index] == one.Index).Select(one => paths[one.Item])];
    }

    /// <summary>As many images as asked for, drawn at random and in their order; all where there are no more.</summary>
    public static IReadOnlyList<string> Drawn(IReadOnlyList<string> images, int count, ulong seed)
    {
        if (images.Count <= count) return images;
        int[] places = [.. Enumerable.Range(0, images.Count)];
        SeededRandom.For(seed, "compared images").Shuffle<int>(places);
        return [.. places.Take(count).Order().Select(at => images[at])];
    }

    /// <summary>What the model sees in image files, on all cores.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The files.</param>
    /// <param name="work">What it is called.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>What is seen with the SHA-256 of its file, and the files that cannot be read, all in their order.</returns>
    public static (IReadOnlyList<WatchedImage> Looked, IReadOnlyList<string> Hashes, IReadOnlyList<(string Path, ImageException Refusal)> Bad) Look(
        WatchedModel model, IReadOnlyList<string> images, string work, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var clock = new WorkClock(work, images.Count, progress);
        var (looked, refused, gate) = (new (WatchedImage Image, string Hash)?[images.Count], new ImageException?[images.Count], new Lock());
        CoreWork.For(images.Count, Environment.ProcessorCount, at =>
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var bytes = FileBytes.Read(images[at]);
                var seen = model.Look(ImageInput.Of(images[at], bytes.Memory), cancellation);
                looked[at] = (seen, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
            }
            catch (ImageException failure)
            {
                refused[at] = failure;
            }
            lock (gate) clock.Advance(1);
        });
        List<(WatchedImage Image, string Hash)> seenImages = [.. looked.Where(image => image is not null).Select(image => image!.Value)];
        return ([.. seenImages.Select(image => image.Image)], [.. seenImages.Select(image => image.Hash)],
            [.. images.Zip(refused).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!))]);
    }
}
