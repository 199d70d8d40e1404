namespace Graft.Artifacts;

/// <summary>How a network's numbers stand in an ONNX file.</summary>
internal sealed record OnnxForm
{
    /// <summary>32 bits.</summary>
    public static OnnxForm Single { get; } = new();

    /// <summary>Weights that 16 bits hold exactly (<see cref="Networks.HalfPrecision"/>) are stored so; norms then stay apart from convolutions.</summary>
    public bool HasHalfWeights { get; init; }

    /// <summary>Where it is given, everything whose range quantisation needs to know is an output of its own, and its names are told.</summary>
    public ActivationObserver? Observer { get; init; }

    /// <summary>How weights and activations become 8 bits; null leaves them.</summary>
    public Quantisation? Quantisation { get; init; }

    /// <summary>Whether the last layer is quantised too: of a part of a network, behind which others come.</summary>
    public bool HasLastLayer { get; init; }

    /// <summary>The form of a precision that needs nothing else to be known.</summary>
    /// <param name="precision"><see cref="Manifest.Precision"/>.</param>
    public static OnnxForm Of(string precision) => precision == Manifest.Half ? new() { HasHalfWeights = true } : Single;
}
