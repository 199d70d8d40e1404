using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>What a service takes at most, of a request and of all together. Nothing in it grows beyond these.</summary>
public sealed record ServingLimits
{
    // Timers count to 49 days; nobody waits for a day.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // A decoded image has four bytes a pixel, and about as much is made of it.
    private const int BytesPerPixel = 8;

    /// <summary>Threads that decode and run, 1 or more; a core each by default.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Images that run through a network together at most; null for the smallest number with 0.97 of the best rate, measured when a model
    /// opens.</summary>
    public int? MaxBatch { get; init; }

    /// <summary>How long an image may wait for others to run with; zero by default: what waits is taken as soon as a worker is free.</summary>
    public TimeSpan MaxDelay { get; init; }

    /// <summary>Images that wait at most, of all requests together.</summary>
    public int Queue { get; init; } = 256;

    /// <summary>From a request's arrival to its answer, unless it names less; a day at most.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the whole body of a request to arrive; never more than there is for the answer.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the service answers on after it was told to stop and says that it is not ready.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a request's body.</summary>
    public long MaxBodyBytes { get; init; } = 32 << 20;

    /// <summary>Images of a request.</summary>
    public int MaxImages { get; init; } = 32;

    /// <summary>Pixels of an image, judged by its header.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>Bytes of all bodies that are being read or wait and of tensors on their way, at least four times <see cref="MaxBodyBytes"/>: memory is
    /// taken in powers of two.</summary>
    public long BytesInFlight { get; init; } = 256 << 20;

    /// <summary>Pixels of all images that are decoded at one moment; a single larger one is worked on alone.</summary>
    public long PixelsInFlight { get; init; } = 60_000_000;

    /// <summary>Whether TIFF is read, by libvips.</summary>
    public bool AcceptTiff { get; init; }

    /// <summary>Classifiers answer only where at most this share is wrong, see <see cref="RuntimeOptions.Abstain"/>; null answers every image.</summary>
    public double? Abstain { get; init; }

    /// <summary>Bytes that bodies, tensors and decoded images take at most, beside models, what networks compute, and predictions on their way.</summary>
    internal long Bytes => BytesInFlight + BytesPerPixel * Math.Max(PixelsInFlight, MaxPixels);

    /// <summary>Bytes of the one image that is looked at where images are watched.</summary>
    internal long WatchedBytes => BytesPerPixel * MaxPixels;

    internal DecodeOptions Decoding => new() { MaxPixels = MaxPixels, AcceptMislabelled = true };

    /// <summary>How predictors are opened: everything on the thread that asks.</summary>
    internal RuntimeOptions Runtime => new()
    {
        Threads = 1,
        BatchSize = MaxBatch ?? ServedModel.LargestBatch,
        OnBadImage = OnBadImage.Skip,
        MaxPixels = MaxPixels,
        AcceptMislabelled = true,
        MaxDetections = DetectedFacts.DefaultMaxDetections,
        Abstain = Abstain,
    };

    /// <summary>All bounds in a few words.</summary>
    /// <param name="isWatching">Whether images are watched.</param>
    internal string Describe(bool isWatching = false) =>
        FormattableString.Invariant($"{Workers} workers, {Queue} images waiting, {BytesInFlight >> 20} MiB of bodies and tensors, ")
        + FormattableString.Invariant($"{Math.Max(PixelsInFlight, MaxPixels) / 1e6:0.#} megapixels decoded")
        + (isWatching ? FormattableString.Invariant($", {MaxPixels / 1e6:0.#} watched") : "")
        + FormattableString.Invariant($": at most {Bytes + (isWatching ? WatchedBytes : 0) >> 20} MiB, ")
        + "beside models, what they compute, and predictions on their way";

    /// <summary>With another size of a body, and room for some of them.</summary>
    internal ServingLimits WithBody(double mebibytes)
    {
        var bytes = (long)(mebibytes * (1 << 20));
        return this with { MaxBodyBytes = bytes, BytesInFlight = Math.Max(BytesInFlight, 4 * bytes) };
    }

    /// <exception cref="GraftException">A limit cannot be.</exception>
    internal void Validate()
    {
        Positive(Flag.Of("--workers"), Workers);
        Positive(Flag.Of("--max-batch"), MaxBatch ?? 1);
        Positive(Flag.Of("--queue"), Queue);
        Lasts(Flag.Of("--timeout-ms"), Timeout);
        Lasts("the time for a body", BodyTimeout);
        Positive(Flag.Of("--max-body-mb"), MaxBodyBytes);
        Positive("the number of images of a request", MaxImages);
        Positive(Flag.Of("--max-pixels"), MaxPixels);
        Positive("the pixels in flight", PixelsInFlight);
        if (MaxDelay != TimeSpan.Zero) Lasts(Flag.Of("--max-delay-ms"), MaxDelay, "0 or more is expected.");
        if (Drain != TimeSpan.Zero) Lasts(Flag.Of("--drain-seconds"), Drain, "0 or more is expected.");
        _ = new RuntimeOptions { Abstain = Abstain };
        if (BytesInFlight < 4 * MaxBodyBytes)
            throw new GraftException($"All bodies together may have {BytesInFlight} bytes, one of them {MaxBodyBytes}.",
                "At least four times as many are expected.");
    }

    private static void Lasts(string name, TimeSpan time, string least = "More than 0 is expected.")
    {
        if (time <= TimeSpan.Zero) throw new GraftException(FormattableString.Invariant($"{name} is {time.TotalSeconds} s."), least);
        if (time > Longest) throw new GraftException(FormattableString.Invariant($"{name} is {time.TotalSeconds} s."), "At most a day is expected.");
    }

    private static void Positive(string name, double value)
    {
        if (!(value > 0)) throw new GraftException(FormattableString.Invariant($"{name} is {value}."), "More than 0 is expected.");
    }
}
