using Graft.Artifacts;
using Graft.Data;
using Graft.Training;

namespace Graft;

/// <summary>What a fit works on: one run, or one fold of a comparison.</summary>
internal sealed record FitTask
{
    /// <summary>Strategy, rates, epochs, seed.</summary>
    public required ClassifyRequest Request { get; init; }

    /// <summary>The network, with the head's number of classes.</summary>
    public required Pretrained Model { get; init; }

    /// <summary>Images to learn from.</summary>
    public required IReadOnlyList<Sample> Train { get; init; }

    /// <summary>What each of them stays in one fold with: a group of the user or copies; null where it stands alone.</summary>
    public required IReadOnlyList<string?> Groups { get; init; }

    /// <summary>Images to choose the best weights by; empty keeps the last ones.</summary>
    public IReadOnlyList<Sample> Validation { get; init; } = [];

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>SHA-256 of each image by its name, from the examination.</summary>
    public required IReadOnlyDictionary<string, string> Hashes { get; init; }

    /// <summary>The inference engine.</summary>
    public required IForwardFactory Engine { get; init; }

    /// <summary>The engine of the frozen part of the network where it is another one; null for <see cref="Engine"/>.</summary>
    public Int8Features? Frozen { get; init; }

    /// <summary>Where the network rounds to 8 bits while it is trained; null for nowhere.</summary>
    public FakeQuantisation? Quantisation { get; init; }

    /// <summary>Keeps features; null computes them each time.</summary>
    public IFeatureStore? Store { get; init; }

    /// <summary>The run it belongs to, whose folder gets its checkpoints; null keeps none.</summary>
    internal RunFit? Run { get; init; }
}
