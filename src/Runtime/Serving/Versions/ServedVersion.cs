using System.Diagnostics;

namespace Graft.Runtime;

/// <summary>A version of a model that answers. It is closed when it was retired and the last image that holds it is finished.</summary>
internal sealed class ServedVersion
{
    // The share of the newest measurement in the mean.
    private const double Newest = 0.1;

    private readonly Lock _gate = new();
    private int _uses = 1; // the owner's
    private bool _isRetired;
    private double _secondsPerImage;

    /// <param name="name">Of the model.</param>
    /// <param name="version">Of the file.</param>
    /// <param name="model">Closed with it.</param>
    /// <param name="maxBatch">Images that run together at most.</param>
    public ServedVersion(string name, string version, ServedModel model, int maxBatch)
    {
        (Name, Version, Model) = (name, version, model);
        MaxBatch = model.TakesBatches ? maxBatch : 1;
        Hash = model.Manifest.ContentHash ?? "";
    }

    public string Name { get; }

    public string Version { get; }

    /// <summary>SHA-256 of the network, as the manifest has it.</summary>
    public string Hash { get; }

    public ServedModel Model { get; }

    /// <summary>Its file; null for a model of a test.</summary>
    public string? Path { get; init; }

    public int MaxBatch { get; }

    public DateTimeOffset Since { get; } = DateTimeOffset.UtcNow;

    /// <summary>Seconds that a worker takes for an image, of late; 0 until one was measured.</summary>
    public double SecondsPerImage => Volatile.Read(ref _secondsPerImage);

    /// <summary>Keeps it until <see cref="GiveBack"/>; false when it is retired.</summary>
    public bool TryUse()
    {
        lock (_gate)
        {
            if (_isRetired) return false;
            _uses++;
            return true;
        }
    }

    /// <summary>Keeps it once more, for whoever keeps it already: also when it was retired meanwhile.</summary>
    public void UseAgain()
    {
        lock (_gate)
        {
            if (_uses == 0) throw new InvalidOperationException($"Version {Version} of {Name} is closed.");
            _uses++;
        }
    }

    public void GiveBack()
    {
        lock (_gate)
        {
            if (_uses == 0) throw new InvalidOperationException($"Version {Version} of {Name} was given back more often than it was taken.");
            if (--_uses > 0) return;
        }
        Model.Dispose();
        Closed?.Invoke();
    }

    /// <summary>Takes no more; called by the owner, once.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            if (_isRetired) return;
            _isRetired = true;
        }
        GiveBack();
    }

    /// <summary>Called when the last image has let go of it and its memory is given back.</summary>
    public Action? Closed { get; set; }

    /// <summary>Learns from a batch that ran.</summary>
    public void Took(long begun, int images)
    {
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds / images;
        lock (_gate) _secondsPerImage = _secondsPerImage == 0 ? seconds : (1 - Newest) * _secondsPerImage + Newest * seconds;
    }
}
