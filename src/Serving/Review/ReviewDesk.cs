using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Graft.Runtime;

namespace Graft.Serving;

/// <summary>Decides which images are kept for review, and has them written behind the requests.</summary>
internal sealed class ReviewDesk : IDisposable
{
    // Images in memory that wait for the disk; what comes then is not kept.
    private const int Waiting = 16;

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly ReviewOptions _options;
    private readonly Channel<Action> _waiting = Channel.CreateBounded<Action>(Waiting);
    private readonly Task _writing;
    private readonly Timer _forgetting;

    /// <exception cref="GraftException">The folder cannot be used.</exception>
    public ReviewDesk(ReviewOptions options)
    {
        _options = options;
        Store = ReviewStore.Open(options);
        _writing = Task.Run(Write);
        _forgetting = new Timer(_ => Try(Store.Forget), null, ForgetEvery, ForgetEvery);
    }

    public ReviewStore Store { get; }

    /// <summary>Told of an image that was kept, and why.</summary>
    public Action<string, string>? Kept { get; set; }

    /// <summary>Told why images that should have been kept are not.</summary>
    public Action<string>? NotKept { get; set; }

    /// <summary>An image that was answered. It is kept at random, or with some chance where the network is unsure.</summary>
    /// <param name="version">That answered.</param>
    /// <param name="caller">Whose request.</param>
    /// <param name="number">Of the image in it, from 1.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="answer">The answer.</param>
    public void Offer(ServedVersion version, Caller caller, int number, ReadOnlyMemory<byte> bytes, AnsweredImage answer)
    {
        if (answer.Failure is null && ReasonOf(answer) is var (reason, chance))
            Add(ImageOf(version, caller.RequestId, number, answer, reason, chance), bytes);
    }

    /// <summary>An image that is unlike all of the reference.</summary>
    /// <inheritdoc cref="Offer" path="/param"/>
    public void OfferUnlike(ServedVersion version, Caller caller, int number, ReadOnlyMemory<byte> bytes, AnsweredImage answer) =>
        Add(ImageOf(version, caller.RequestId, number, answer, ReviewedImage.Unlike, null), bytes);

    /// <summary>An image to which a version that is tried gives another answer.</summary>
    /// <inheritdoc cref="Offer" path="/param"/>
    public void OfferDifferent(
        ServedVersion version, Caller caller, int number, ReadOnlyMemory<byte> bytes, AnsweredImage answer, (string Version, AnsweredImage Answer) other) =>
        Add(ImageOf(version, caller.RequestId, number, answer, ReviewedImage.Different, null) with
        {
            OtherVersion = other.Version,
            OtherAnswer = AnswerOf(other.Answer),
        }, bytes);

    /// <summary>Keeps an image that came with its label, before it returns.</summary>
    /// <returns>Null where there is no room.</returns>
    /// <exception cref="GraftException">It cannot be written.</exception>
    public ReviewedImage? Keep(ServedVersion version, Caller caller, ReadOnlyMemory<byte> bytes, AnsweredImage answer, string label)
    {
        var image = ImageOf(version, caller.RequestId, 1, answer, ReviewedImage.Feedback, 1) with { Label = label, LabelledAt = DateTimeOffset.UtcNow };
        var kept = Store.Keep(image, bytes);
        if (kept is not null) Kept?.Invoke(version.Name, ReviewedImage.Feedback);
        return kept;
    }

    /// <summary>Waits until what was offered is on the disk: a label may come as soon as its answer has gone.</summary>
    public async Task Written(CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync(done.SetResult, cancellation).ConfigureAwait(false);
        await done.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes what waits.</summary>
    public void Dispose()
    {
        _forgetting.Dispose();
        _waiting.Writer.Complete();
        _writing.Wait();
        Store.Dispose();
    }

    private void Add(ReviewedImage image, ReadOnlyMemory<byte> bytes)
    {
        var copy = bytes.ToArray();
        if (!_waiting.Writer.TryWrite(() => Keep(image, copy))) NotKept?.Invoke("The disk is slower than images come.");
    }

    // At random first, whatever the answer is: only so do these tell the accuracy of all.
    private (string Reason, double Chance)? ReasonOf(AnsweredImage answer)
    {
        if (IsDrawn(_options.Share)) return (ReviewedImage.Random, _options.Share);
        return answer.Best is not var (_, score) || score < _options.UnsureBelow
            ? IsDrawn(_options.UnsureShare) ? (ReviewedImage.Unsure, (1 - _options.Share) * _options.UnsureShare) : null
            : null;
    }

    private static bool IsDrawn(double share) => share > 0 && RandomNumberGenerator.GetInt32(int.MaxValue) < share * int.MaxValue;

    private static ReviewedImage ImageOf(
        ServedVersion version, string requestId, int number, AnsweredImage answer, string reason, double? chance) => new()
        {
            Id = "",
            File = "",
            Sha256 = "",
            Bytes = 0,
            Model = version.Name,
            Version = version.Version,
            Network = version.Hash,
            At = DateTimeOffset.UtcNow,
            RequestId = requestId,
            Number = number,
            Reason = reason,
            Chance = chance,
            Answer = AnswerOf(answer),
            Predicted = answer.Best?.Class,
            Score = answer.Best?.Score,
        };

    private static JsonElement AnswerOf(AnsweredImage answer) => JsonSerializer.SerializeToElement(answer.Facts, Json.Compact);

    private async Task Write()
    {
        await foreach (var action in _waiting.Reader.ReadAllAsync().ConfigureAwait(false)) Try(action);
    }

    private void Keep(ReviewedImage image, byte[] bytes)
    {
        // Another reason may have kept it already.
        if (image.Reason is ReviewedImage.Unlike or ReviewedImage.Different && Store.Has(image.Model, image.RequestId, image.Number)) return;
        if (Store.Keep(image, bytes) is not null) Kept?.Invoke(image.Model, image.Reason);
        else NotKept?.Invoke("All that is kept has labels, and there is no room beside it: `graft review --export` and a new folder make some.");
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is GraftException or IOException or UnauthorizedAccessException)
        {
            NotKept?.Invoke(failure.Message);
        }
    }
}
