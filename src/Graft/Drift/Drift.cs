using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft;

/// <summary>Says whether images are like those a model was made for, with ONNX Runtime alone and without labels.</summary>
public static class Drift
{
    // More would tell smaller differences than anyone asks for, and take as many times longer.
    private const int MaxJudged = 1000;

    /// <summary>Compares images with the reference in a model file of any task.</summary>
    /// <param name="model">A model file, or the folder of a run.</param>
    /// <param name="images">A folder of images, or an image.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <inheritdoc cref="Run(DriftRequest, IProgress{RunEvent}?, CancellationToken)" path="/exception"/>
    public static DriftResult Run(string model, string images, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        Run(new DriftRequest(model, images), progress, cancellation);

    /// <summary>Compares images with a reference: embeddings, answers, and how the images look.</summary>
    /// <param name="request">What is compared with what.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="GraftException">
    /// Bad model file, no images, an image that cannot be read, a rate out of range, or no reference: the file has none and no folder is given, or the
    /// folder has too few different images.
    /// </exception>
    public static DriftResult Run(DriftRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        OptionsCheck.Throw("The request", request);
        var file = ModelPath.Resolve(request.Model);
        DriftJudge.RequireRate(Flag.Of("--false-alarms"), request.FalseAlarms);
        var images = Files(request.Images);
        var reference = request.Reference is null ? ModelFile.ReadReference(file) ?? throw NoReference(request.Model) : null;
        using var model = WatchedModel.Open(file);
        List<Problem> notes = [];
        reference ??= Made(model, request, notes, progress, cancellation);
        var drawn = ReferenceImages.Drawn(images, MaxJudged, request.Seed);
        if (drawn.Count < images.Count)
            notes.Add(new Problem("images", $"{drawn.Count} of {images.Count} images were drawn and judged.", "More would change nothing.", IsWarning: true));
        var looked = ReferenceImages.Look(model, drawn, "comparing", progress, cancellation, (path, failure) => Unreadable(request, notes, path, failure));
        var result = DriftJudge.Judge(
            reference, looked, model.Manifest.Classes, request.FalseAlarms, request.Seed, bits: request.NearDuplicateBits);
        return result with { Notes = [.. notes, .. result.Notes] };
    }

    private static ReferenceStatistics Made(
        WatchedModel model, DriftRequest request, List<Problem> notes, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var all = Files([request.Reference!]);
        var images = ReferenceImages.Drawn(all, ReferenceStatistics.MaxImages, request.Seed);
        var those = images.Count < all.Count ? $"{images.Count} that were drawn of its {all.Count}" : $"its {images.Count}";
        HashSet<string> left = [];
        var looked = ReferenceImages.Look(model, images, "reference", progress, cancellation, (path, failure) =>
        {
            Unreadable(request, notes, path, failure);
            left.Add(path);
        });
        if (model.Manifest.Seen is { } seen)
        {
            var (lookup, known) = (seen.Lookup(), 0);
            foreach (var path in images.Where(path => !left.Contains(path)))
            {
                cancellation.ThrowIfCancellationRequested();
                if (lookup(FileHash.Sha256(path)).Trained) known++;
            }
            if (known > 0)
                notes.Add(new Problem(request.Reference!, $"{known} of {those} images were trained on: of these the network is surer.",
                    "A reference is better made of images that it did not learn from.", IsWarning: true));
        }
        var bits = request.NearDuplicateBits ?? NearCopy.Bits;
        var distinct = WatchedImage.Distinct(looked, bits);
        return distinct.Count >= ReferenceStatistics.FewestImages ? WatchedImage.Reference(distinct, request.Reference!, bits)
            : throw new GraftException($"'{request.Reference}' is no reference: of {those} images, {distinct.Count} are different and can be read.",
                $"{ReferenceStatistics.FewestImages} or more are needed, better {ReferenceStatistics.EnoughImages}.",
                "Name a folder of more images that are no near-copies of one another.");
    }

    private static void Unreadable(DriftRequest request, List<Problem> notes, string path, ImageException failure)
    {
        if (request.OnBadImage == OnBadImage.Fail) throw failure;
        notes.Add(new Problem(path, $"It was left out: {failure.What}", failure.Cure, IsWarning: true));
    }

    private static GraftException NoReference(string model) => new(
        $"'{model}' has no reference to compare images with.",
        "Model files get one at the end of `graft train`, from validation and test images.",
        $"Name a folder of images that it was made for and has not learned from with {Flag.Of("--reference")}, or train it again.");

    private static IReadOnlyList<string> Files(IEnumerable<string> sources)
    {
        List<string> files = [];
        foreach (var source in sources)
        {
            var before = files.Count;
            if (Directory.Exists(source)) files.AddRange(ImageFiles.In(source));
            else if (File.Exists(source)) files.Add(source);
            if (files.Count == before)
                throw new GraftException($"There is no image '{source}'.", "An image file or a folder of them is expected.", "Check the path.");
        }
        return files.Count > 0 ? files : throw new GraftException("No image is given.", "Image files or folders of them are expected.");
    }
}
