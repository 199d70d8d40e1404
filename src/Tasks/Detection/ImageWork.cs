namespace Graft.Tasks;

/// <summary>Work on images by several threads, in shares whose answers come in the order of the images: any number of threads gives the same numbers.</summary>
internal static class ImageWork
{
    private const int Share = 64;

    /// <summary>One answer for each share of images.</summary>
    /// <param name="images">Number of images.</param>
    /// <param name="workers">Threads; 0 for as many as there are cores.</param>
    /// <param name="part">Does the images from the first number to below the second.</param>
    public static T[] Run<T>(int images, int workers, Func<int, int, T> part)
    {
        var parts = new T[(images + Share - 1) / Share];
        Each(parts.Length, workers, i => parts[i] = part(i * Share, Math.Min(images, (i + 1) * Share)));
        return parts;
    }

    /// <summary>Does each of a number of independent things.</summary>
    public static void Each(int count, int workers, Action<int> one) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = workers > 0 ? workers : Environment.ProcessorCount }, one);
}
