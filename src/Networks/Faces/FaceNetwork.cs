using Graft.Imaging;

namespace Graft.Networks;

/// <summary>One network of the chain from an image to a face descriptor, with its weights and what is known of their origin.</summary>
internal sealed record FaceNetwork
{
    private readonly Func<string, Graph> _build;

    public FaceNetwork(Func<string, Graph> build) => _build = build;

    /// <summary>Name; that of its file, too.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required FaceNetworkKind Kind { get; init; }

    /// <summary>One sentence: what goes in and what comes out.</summary>
    public required string Description { get; init; }

    /// <summary>Where the architecture is described.</summary>
    public required string Paper { get; init; }

    /// <summary>How pixels become the input: size, mean, standard deviation.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>SHA-256 of the file with the weights, hexadecimal, lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SPDX identifier of the licence of the weights.</summary>
    public required string Licence { get; init; }

    /// <summary>Where the weights come from.</summary>
    public required string Source { get; init; }

    /// <summary>What is known of the images it learned from, which the licence of the weights does not clear.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>File below the folder <c>weights</c>.</summary>
    public string FileName => Path.Combine("faces", $"{Name}.safetensors");

    /// <summary>The network.</summary>
    public Graph Build() => _build(Name);

    /// <summary>The network with its weights, whose file is found beside the program or above it.</summary>
    /// <exception cref="GraftException">The file is missing, or it is another one.</exception>
    public (Graph Graph, ParameterSet Parameters) Load()
    {
        var path = BundledWeights.Find(FileName) ?? throw new GraftException($"The file weights/faces/{Name}.safetensors is missing.",
            $"It was expected in a folder 'weights/faces' beside the program or above {AppContext.BaseDirectory}.",
            "Add the package Graft.Weights.Faces to the program, or restore the file from the repository.");
        var hash = FileHash.Sha256(path);
        if (hash != Sha256) throw new GraftException($"'{path}' is not {Name}: its SHA-256 is {hash}.", $"{Sha256} was expected.", "Restore the file.");
        var graph = Build();
        using var checkpoint = Checkpoint.Open(path);
        return (graph, FaceCheckpoint.Load(graph, checkpoint));
    }
}
