using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
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
        WatchedModel.RequireTask(ModelFile.Peek(file).Manifest);
        DriftJudge.RequireRate(Flag.Of("--false-alarms"), request.FalseAlarms);
        var images = Files(request.Images);
        var reference = request.Reference is null ? ModelFile.ReadReference(file) ?? throw NoReference(request.Model) : null;
        using var model = WatchedModel.Open(file);
        List<Problem> notes = [];
        reference ??= Made(model, request, notes, progress, cancellation);
        var drawn = ReferenceImages.Drawn(images, MaxJudged, request.Seed);
        if (drawn.Count < images.Count)
            notes.Add(new Problem("images", $"{drawn.Count} of {images.Count} images were drawn and judged.", "More would change nothing.", IsWarning: true));
        var looked = Looked(model, request, drawn, ("comparing", "images",
            "Whether new images are like the reference is better asked of images that it did not learn from."), notes, progress, cancellation);
        var result = DriftJudge.Judge(
            reference, looked, model.Manifest.Classes, request.FalseAlarms, request.Seed, bits: request.NearDuplicateBits);
        if (result.Distinct < result.Images)
            notes.Add(new Problem("images",
                $"{result.Images - result.Distinct} of {result.Images} are near-copies of others, of which one counts.",
                $"{Flag.Of("--near-copies", "off")} counts all that are not the same.", IsWarning: true));
        return result with { Notes = [.. notes, .. result.Notes] };
    }

    private static ReferenceStatistics Made(
        WatchedModel model, DriftRequest request, List<Problem> notes, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var all = Files([request.Reference!]);
        var images = ReferenceImages.Drawn(all, ReferenceStatistics.MaxImages, request.Seed);
        var looked = Looked(model, request, images, ("reference", request.Reference!,
            "A reference is better made of images that it did not learn from."), notes, progress, cancellation);
        var bits = request.NearDuplicateBits ?? NearCopy.Bits;
        var distinct = WatchedImage.Distinct(looked, bits);
        if (distinct.Count >= ReferenceStatistics.FewestImages) return WatchedImage.Reference(distinct, request.Reference!, bits);
        var those = images.Count < all.Count ? $"{images.Count} images that were drawn of its {all.Count}" : $"its {Words.Count(images.Count, "image")}";
        throw new GraftException($"'{request.Reference}' is no reference: of {those}, {distinct.Count} can be read and are no near-copies of others.",
            $"{ReferenceStatistics.FewestImages} or more are needed, better {ReferenceStatistics.EnoughImages}.",
            $"Name a folder of more images, or count near-copies too with {Flag.Of("--near-copies", "off")}.");
    }

    // What the model sees in images. Those that cannot be read are refused all at once, or left out and said; and so it is if it was trained on some.
    private static IReadOnlyList<WatchedImage> Looked(WatchedModel model, DriftRequest request, IReadOnlyList<string> images,
        (string Work, string Where, string Cure) what, List<Problem> notes, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var (looked, hashes, bad) = ReferenceImages.Look(model, images, what.Work, progress, cancellation);
        List<Problem> problems = [.. bad.Select(one =>
            Problem.OfOne(one.Path, $"{one.Refusal.What} {one.Refusal.Expected}".TrimEnd(), one.Refusal.Cure).Under(request.OnBadImage))];
        if (problems.Exists(problem => !problem.IsWarning))
            throw new ProblemsException($"The list of {Words.Count(images.Count, "image")}",
                [.. problems, new Problem(Flag.Of("--on-bad-image", "skip"), "It would leave them out.", "", IsWarning: true)]);
        notes.AddRange(problems);
        if (KnownImages.Of(model.Manifest, hashes) is { HasAny: true } known)
            notes.Add(new Problem(what.Where, $"{known.Facts}: of these the network is surer.", what.Cure, IsWarning: true));
        return looked;
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
                throw Directory.Exists(source)
                    ? new GraftException($"There is no image in '{source}'.", "jpeg, png, webp, gif, bmp and tiff are read.", "Name a folder of images.")
                    : new GraftException($"There is no image '{source}'.", "An image file or a folder of them is expected.", "Check the path.");
        }
        return files.Count > 0 ? files : throw new GraftException("No image is given.", "Image files or folders of them are expected.");
    }
}
