using System.Diagnostics;

namespace Graft.Runtime;

/// <summary>An image, or a tensor of them, from its acceptance to its answer. It holds its version of the model until it is finished.</summary>
internal sealed class ServingTicket
{
    private readonly TaskCompletionSource<object> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action? _released;
    private int _isFinished;

    /// <param name="version">A version that was taken with <see cref="ServedVersion.TryUse"/>; given back when the ticket is finished.</param>
    /// <param name="released">Called once nothing reads its memory any more.</param>
    public ServingTicket(ServedVersion version, Action? released = null) => (Version, _released) = (version, released);

    public ServedVersion Version { get; }

    /// <summary>Whose turn it is.</summary>
    public required string Key { get; init; }

    /// <summary>The image; null for a tensor.</summary>
    public ImageInput? Image { get; init; }

    /// <summary>Ready pixels; null for an image.</summary>
    public TensorImages? Tensor { get; init; }

    /// <summary>Images in it.</summary>
    public int Images { get; init; } = 1;

    /// <summary>Pixels that are decoded for it.</summary>
    public long Pixels { get; init; }

    /// <summary>Only what has one size runs together.</summary>
    public (int Height, int Width) InputSize { get; init; }

    /// <summary>The client is gone, or it is too late.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Makes of a prediction what is kept of it, on the worker's thread; null to keep all of it.</summary>
    public Func<Prediction, object>? Kept { get; init; }

    /// <summary>What is kept of a <see cref="Prediction"/>, or the outputs of a tensor.</summary>
    public Task<object> Answer => _answer.Task;

    /// <summary>Nobody waits for it: it runs where a core has nothing else to do.</summary>
    public bool IsShadow { get; init; }

    public long QueuedAt { get; set; }

    public TimeSpan Waited { get; set; }

    public TimeSpan Decoding { get; set; }

    public TimeSpan Running { get; set; }

    /// <summary>Images that ran together with it, itself included.</summary>
    public int Batch { get; set; }

    /// <summary>Seconds of a worker that it is expected to take.</summary>
    public double Cost => Images * Version.SecondsPerImage;

    public TimeSpan Age => Stopwatch.GetElapsedTime(QueuedAt);

    public void Set(object answer) => _answer.TrySetResult(answer is Prediction prediction && Kept is { } kept ? kept(prediction) : answer);

    public void Fail(Exception failure)
    {
        if (failure is OperationCanceledException) _answer.TrySetCanceled(Cancellation.IsCancellationRequested ? Cancellation : default);
        else if (_answer.TrySetException(failure)) _ = _answer.Task.Exception; // whoever has left never looks at it
    }

    /// <summary>Nothing reads its memory any more; without an answer by now there is none.</summary>
    public void Finish()
    {
        if (Interlocked.Exchange(ref _isFinished, 1) == 1) return;
        _answer.TrySetCanceled();
        Version.GiveBack();
        _released?.Invoke();
    }
}
