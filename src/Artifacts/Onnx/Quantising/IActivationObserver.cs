namespace Graft.Artifacts;

/// <summary>
/// Sees the activations of a network that runs. An interface, so that programs that only predict carry nothing of what learns from them.
/// </summary>
internal interface IActivationObserver
{
    /// <summary>Names of the outputs that are to be seen.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Counts the values of one run.</summary>
    void Add(string name, ReadOnlySpan<float> values);
}
