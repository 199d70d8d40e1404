using Graft.Artifacts;
using Graft.Data;
using Graft.Runtime;

namespace Graft;

/// <summary>The reference that new images are compared with: of the held-out images of a run, or of a folder.</summary>
internal static class ReferenceImages
{
    /// <summary>Puts a reference into a finished run's model file and says so; too few images leave it without.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="heldOut">Images that the network did not learn from.</param>
    /// <param name="seed">Draws from them where there are many.</param>
    /// <param name="progress">Told what was kept.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static void Keep(string model, IReadOnlyList<string> heldOut, ulong seed, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var watched = WatchedModel.Open(model);
        if (Of(watched, heldOut, "validation and test images of the run", seed, progress, cancellation) is not { } reference)
        {
            progress?.Report(new RunEvent.Message(
                $"The model file has no reference for `graft drift`: of {Words.Count(heldOut.Count, "held-out image")} fewer than "
                + $"{ReferenceStatistics.FewestImages} are no near-copies of others. {Flag.Of("--reference")} compares with images of your own."));
            return;
        }
        ModelFile.WriteReference(model, reference);
        var few = reference.Count < ReferenceStatistics.EnoughImages ? $"; with {ReferenceStatistics.EnoughImages} or more, smaller changes would be told" : "";
        var size = Math.Max(1, (int)Math.Round(reference.ToJson().Length / 1000.0));
        progress?.Report(new RunEvent.Message($"The model file has a reference for `graft drift`: {size} kB about {reference.Count} held-out images{few}."));
    }

    /// <summary>A reference of these images; null where too few are no near-copies of others.</summary>
    public static ReferenceStatistics? Of(
        WatchedModel model, IReadOnlyList<string> images, string source, ulong seed, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var drawn = Drawn(images, ReferenceStatistics.MaxImages, seed);
        var distinct = WatchedImage.Distinct(Look(model, drawn, "reference", progress, cancellation, (_, failure) => throw failure));
        return distinct.Count < ReferenceStatistics.FewestImages ? null : WatchedImage.Reference(distinct, source);
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
    /// <param name="unreadable">Told of a file that cannot be read, which is left out.</param>
    public static IReadOnlyList<WatchedImage> Look(
        WatchedModel model,
        IReadOnlyList<string> images,
        string work,
        IProgress<RunEvent>? progress,
        CancellationToken cancellation,
        Action<string, Imaging.ImageException> unreadable)
    {
        var clock = new WorkClock(work, images.Count, progress);
        var (looked, gate) = (new WatchedImage?[images.Count], new Lock());
        CoreWork.For(images.Count, Environment.ProcessorCount, at =>
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                looked[at] = model.Look(images[at], cancellation);
            }
            catch (Imaging.ImageException failure)
            {
                lock (gate) unreadable(images[at], failure);
            }
            lock (gate) clock.Advance(1);
        });
        return [.. looked.OfType<WatchedImage>()];
    }
}
