using System.Diagnostics;
using System.Globalization;
using Graft.Imaging;
using Graft.Runtime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Graft.Serving;

/// <summary>A request that wants something computed: its version, its deadline, its times.</summary>
internal sealed class Work : IDisposable
{
    private readonly HttpContext _http;
    private readonly Service _service;
    private readonly Caller _caller;
    private readonly VersionTrial? _trial;
    private readonly TimeSpan _limit;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _deadline;
    private TimeSpan _read;
    private IReadOnlyList<ServingTicket> _tickets = [];

    private Work(HttpContext http, Service service, Caller caller, (ServedVersion Version, VersionTrial? Trial, TimeSpan Limit) of)
    {
        (_http, _service, _caller) = (http, service, caller);
        (Version, _trial, _limit) = of;
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        _deadline.CancelAfter(_limit);
    }

    /// <summary>The version that answers all of the request.</summary>
    public ServedVersion Version { get; private set; }

    private TimeSpan Left => _limit - Stopwatch.GetElapsedTime(_begun);

    /// <exception cref="ServingProblem">503 while draining or without a version; 400 for a wrong time limit; 413 for a body that says it is too
    /// large.</exception>
    public static Work Begin(HttpContext http, Service service, Caller caller, ServedName name)
    {
        if (service.IsDraining) throw ServingProblem.Draining();
        if (http.Request.ContentLength > service.Limits.MaxBodyBytes) throw ServingProblem.TooManyBytes(service.Limits.MaxBodyBytes);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = service.Limits.MaxBodyBytes;
        var limit = PredictEndpoint.TimeoutOf(http.Request, service.Limits);
        var version = name.TryUse() ?? throw new ServingProblem(503, "not-ready", $"The model '{name.Name}' has no version that answers.");
        return new Work(http, service, caller, (version, name.Trial, limit));
    }

    /// <summary>Once the body is there: where a version is tried on a share of the requests, it may be this one's turn.</summary>
    /// <param name="image">The first image.</param>
    public void Choose(ReadOnlySpan<byte> image)
    {
        if (_trial is not { } trial || !trial.Takes(_caller.Name, image) || !trial.Candidate.TryUse()) return;
        Version.GiveBack();
        Version = trial.Candidate;
    }

    /// <summary>Has a version that is tried answer too what was answered, where a core is idle; the answers are only compared.</summary>
    /// <param name="number">Of the image in the request, from 1.</param>
    /// <param name="image">The image.</param>
    /// <param name="answer">Its answer.</param>
    public void Shadow(int number, ReceivedImage image, AnsweredImage answer)
    {
        if (_trial is not { Shadows: true } trial || answer.Failure is not null || !_service.Queue.TakesShadow || !trial.Candidate.TryUse()) return;
        var input = ImageInput.Of(image.Bytes);
        var ticket = Ticket(trial.Candidate, image, input, image.SizeOf(_service.Limits, input),
            prediction => AnsweredImage.Of(prediction, trial.Candidate.Model, image.Name, number, _service.Limits), isShadow: true);
        _ = Compare(trial, ticket, (Version, _caller, number, answer), image);
    }

    // Goes on behind the request, whose work is disposed by then.
    private async Task Compare(
        VersionTrial trial, ServingTicket ticket, (ServedVersion Version, Caller Caller, int Number, AnsweredImage Answer) of, ReceivedImage image)
    {
        var (review, metrics) = (_service.Review, _service.Metrics);
        using var memory = image.Keep();
        if (!_service.Queue.TryAddShadow(ticket))
        {
            ticket.Finish();
            return;
        }
        await ((Task)ticket.Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        trial.Learn(trial.Candidate, [ticket]);
        if (!ticket.Answer.IsCompletedSuccessfully) return;
        var other = (AnsweredImage)ticket.Answer.Result;
        var isSame = AnswerAgreement.IsSame(of.Answer.Facts, other.Facts);
        trial.Compared(isSame);
        metrics.Compared(trial, isSame);
        if (!isSame) review?.OfferDifferent(of.Version, of.Caller, of.Number, image.Bytes, of.Answer, (trial.Candidate.Version, other));
    }

    /// <summary>Before the body is read.</summary>
    /// <exception cref="ServingProblem">429: it could not be answered in time.</exception>
    public void RefuseHopeless()
    {
        if (_service.Queue.Refuses(_caller.Name, Version, 1, Left) is { } refusal) throw ServingProblem.Of(refusal, _service.Limits);
    }

    /// <summary>Reads the body, within its time and that of the answer.</summary>
    /// <exception cref="ServingProblem">408, 504 where the request itself wanted less time, or what the reader refuses.</exception>
    public async Task<T> Read<T>(Func<CancellationToken, Task<T>> read)
    {
        using var slow = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        slow.CancelAfter(_service.Limits.BodyTimeout);
        try
        {
            var body = await read(slow.Token).ConfigureAwait(false);
            _read = Stopwatch.GetElapsedTime(_begun);
            return body;
        }
        catch (OperationCanceledException) when (!_http.RequestAborted.IsCancellationRequested)
        {
            if (!_deadline.IsCancellationRequested) throw ServingProblem.BodyTooSlow(_service.Limits.BodyTimeout);
            throw _limit < _service.Limits.Timeout ? ServingProblem.TooLate(_limit) : ServingProblem.BodyTooSlow(_limit);
        }
    }

    /// <summary>Answers images, each a prediction or the reason why it is none.</summary>
    /// <param name="images">The images.</param>
    /// <param name="isWatched">Whether they are what the service is asked for every day.</param>
    /// <exception cref="ServingProblem">429 or 504.</exception>
    public async Task<IReadOnlyList<AnsweredImage>> Predict(IReadOnlyList<ReceivedImage> images, bool isWatched = true)
    {
        var answers = new AnsweredImage[images.Count];
        List<(int At, ServingTicket Ticket)> tickets = [];
        try
        {
            for (var at = 0; at < images.Count; at++)
            {
                var (image, number) = (images[at], at + 1);
                Func<Prediction, AnsweredImage> kept = prediction => AnsweredImage.Of(prediction, Version.Model, image.Name, number, _service.Limits);
                try
                {
                    var input = ImageInput.Of(image.Bytes, images.Count == 1 ? 0 : number);
                    tickets.Add((at, Ticket(Version, image, input, image.SizeOf(_service.Limits, input), kept)));
                }
                catch (ImageException failure)
                {
                    answers[at] = kept(Version.Model.Unread(failure));
                }
            }
        }
        catch
        {
            foreach (var (_, ticket) in tickets) ticket.Finish();
            throw;
        }
        if (tickets.Count > 0) await Wait([.. tickets.Select(ticket => ticket.Ticket)]).ConfigureAwait(false);
        foreach (var (at, ticket) in tickets)
        {
            answers[at] = (AnsweredImage)ticket.Answer.Result;
            if (isWatched && answers[at].Failure is null) Watch(ticket.Image!, images[at], answers[at], at + 1);
        }
        return answers;
    }

    private void Watch(ImageInput input, ReceivedImage image, AnsweredImage answer, int number)
    {
        var (version, caller, review) = (Version, _caller, _service.Review);
        _service.Watcher?.Offer(version, input, image.Keep,
            review is null ? null : () => review.OfferUnlike(version, caller, number, image.Bytes, answer));
    }

    /// <summary>Runs ready pixels.</summary>
    /// <exception cref="ServingProblem">429 or 504; 400 for a size that the network does not take.</exception>
    public async Task<IReadOnlyList<NamedTensor>> Infer(TensorImages images, Func<IDisposable> keep)
    {
        var kept = keep();
        Version.UseAgain();
        var ticket = new ServingTicket(Version, kept.Dispose)
        {
            Key = _caller.Name,
            Tensor = images,
            Images = images.Count,
            Pixels = images.Pixels,
            Cancellation = _deadline.Token,
        };
        try
        {
            await Wait([ticket]).ConfigureAwait(false);
        }
        catch (GraftException wrong)
        {
            throw ServingProblem.BadRequest(wrong.Message);
        }
        return (IReadOnlyList<NamedTensor>)ticket.Answer.Result;
    }

    /// <summary>Which version answered, and what took how long.</summary>
    public void WriteHeaders()
    {
        ServingSpans.Answered(Version, _tickets);
        var headers = _http.Response.Headers;
        headers["Graft-Model"] = Version.Name;
        headers["Graft-Version"] = Version.Version;
        headers["Graft-Hash"] = Version.Hash;
        var phases = new List<(string Name, double Milliseconds)> { ("read", _read.TotalMilliseconds) };
        if (_tickets.Count > 0)
        {
            phases.Add(("queue", _tickets.Max(ticket => ticket.Waited).TotalMilliseconds));
            phases.Add(("decode", _tickets.Sum(ticket => ticket.Decoding.TotalMilliseconds)));
            phases.Add(("run", _tickets.Max(ticket => ticket.Running).TotalMilliseconds));
        }
        phases.Add(("total", Stopwatch.GetElapsedTime(_begun).TotalMilliseconds));
        headers["Server-Timing"] = string.Join(", ", phases.Select(phase =>
            string.Create(CultureInfo.InvariantCulture, $"{phase.Name};dur={phase.Milliseconds:0.0}")));
    }

    public void Dispose()
    {
        _deadline.Dispose();
        Version.GiveBack();
    }

    // Nobody waits for a shadow: it is not given up with its request.
    private ServingTicket Ticket(ServedVersion version, ReceivedImage image, ImageInput input, (int Width, int Height) size,
        Func<Prediction, AnsweredImage> kept, bool isShadow = false)
    {
        var inputSize = version.Model.InputSizeOf(size.Width, size.Height);
        var memory = image.Keep();
        if (!isShadow) version.UseAgain(); // a shadow's was taken for it
        return new ServingTicket(version, memory.Dispose)
        {
            Key = _caller.Name,
            Image = input,
            Pixels = (long)size.Width * size.Height,
            InputSize = inputSize,
            Kept = kept,
            IsShadow = isShadow,
            Cancellation = isShadow ? default : _deadline.Token,
        };
    }

    // Once the queue has them, workers finish the tickets; until then this does.
    private async Task Wait(IReadOnlyList<ServingTicket> tickets)
    {
        _tickets = tickets;
        var isQueued = false;
        try
        {
            if (_service.Queue.TryAdd(tickets, Left) is { } refusal) throw refusal;
            isQueued = true;
            await All(tickets).ConfigureAwait(false);
        }
        catch (ServingRefusal given)
        {
            throw ServingProblem.Of(given, _service.Limits);
        }
        catch (OperationCanceledException) when (!_http.RequestAborted.IsCancellationRequested)
        {
            throw ServingProblem.TooLate(_limit);
        }
        finally
        {
            if (!isQueued)
                foreach (var ticket in tickets) ticket.Finish();
            else if (!_http.RequestAborted.IsCancellationRequested) _trial?.Learn(Version, tickets, countsLate: _limit >= _service.Limits.Timeout);
        }
    }

    // The first that fails, as one that gives way to another key, ends the request: the rest is not computed either.
    private async Task All(IReadOnlyList<ServingTicket> tickets)
    {
        var waiting = tickets.Select(ticket => ticket.Answer).ToList();
        try
        {
            while (waiting.Count > 0)
            {
                var answered = await Task.WhenAny(waiting).WaitAsync(_deadline.Token).ConfigureAwait(false);
                waiting.Remove(answered);
                await answered.ConfigureAwait(false);
            }
        }
        finally
        {
            if (waiting.Count > 0) await _deadline.CancelAsync().ConfigureAwait(false);
        }
    }
}
