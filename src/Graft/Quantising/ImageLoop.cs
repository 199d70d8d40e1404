using System.Collections.Concurrent;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>Goes through images on all cores.</summary>
/// <param name="progress">Told how far it is.</param>
/// <param name="cancellation">Stops between images.</param>
internal sealed class ImageLoop(IProgress<RunEvent>? progress, CancellationToken cancellation)
{
    /// <summary>Runs a network that is observed. All activations of an image are in memory at once: the first tells how many images may be.</summary>
    /// <param name="images">The images.</param>
    /// <param name="observer">Sees the activations.</param>
    /// <param name="look">Runs the network on the image of that place.</param>
    /// <exception cref="ProblemsException">Images cannot be read; all are named.</exception>
    public void Observe(IReadOnlyList<string> images, ActivationObserver observer, Action<int> look)
    {
        var workers = 1;
        var clock = new WorkClock("calibrating", images.Count, progress);
        Run(clock, images.Take(1).ToList(), 1, look);
        // The network holds them, and has as many again for what it works on.
        if (images.Count > 0) workers = (int)Math.Clamp(MemoryBudget.Room / Math.Max(1, 2 * observer.Bytes), 1, Environment.ProcessorCount);
        Run(clock, images.Skip(1).ToList(), workers, at => look(at + 1));
    }

    /// <summary>Runs for the place of each image.</summary>
    /// <exception cref="ProblemsException">Images cannot be read; all are named. Silent gaps would change the result.</exception>
    public void Run(string work, IReadOnlyList<string> images, Action<int> look) =>
        Run(new WorkClock(work, images.Count, progress), images, Environment.ProcessorCount, look);

    private void Run(WorkClock clock, IReadOnlyList<string> images, int workers, Action<int> look)
    {
        var gate = new Lock();
        ConcurrentDictionary<int, ImageException> bad = [];
        CoreWork.For(images.Count, workers, at =>
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                look(at);
            }
            catch (ImageException failure)
            {
                bad[at] = failure;
            }
            lock (gate) clock.Advance(1);
        });
        if (bad.IsEmpty) return;
        throw new ProblemsException("The images", [.. bad.OrderBy(one => one.Key)
            .Select(one => ProblemOf(images[one.Key], one.Value))]);
    }

    /// <summary>An image that cannot be read, as one of several.</summary>
    public static Problem ProblemOf(string path, ImageException failure) => new(path, $"{failure.What} {failure.Expected}".TrimEnd(), failure.Cure);
}
