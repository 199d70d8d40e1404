using System.Globalization;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;

namespace Graft;

/// <summary>A network of the catalogue as one that describes, with its parameters.</summary>
/// <param name="Graph">From images to descriptors of the dimension asked for.</param>
/// <param name="Frozen">The same without the linear layer: the network's own features at length 1.</param>
/// <param name="Parameters">Of both.</param>
/// <param name="Preprocess">How images become the input: whole up to a square, so that aligned chips of that size go in as they are.</param>
/// <param name="Source">Where the values come from.</param>
internal sealed record IdentityNetwork(Graph Graph, Graph Frozen, ParameterSet Parameters, Preprocess Preprocess, Pretrained Source)
{
    /// <summary>Key in the weights for the dimension of the linear layer; none where the frozen network was kept.</summary>
    public const string DimensionKey = "dimension";

    /// <summary>Key in the weights for how the faces that it describes are cut out.</summary>
    public const string AlignmentKey = "alignment";

    /// <summary>Loads the network that a request asks for.</summary>
    /// <param name="request">Its model, weights, size and seed.</param>
    /// <param name="identities">To learn from by a discriminant, which has no more directions than they and the features allow; null for steps.</param>
    /// <exception cref="GraftException">No such model, weights not at hand, or such that leave layers before the head without values.</exception>
    public static IdentityNetwork Load(IdentityRequest request, int? identities)
    {
        var source = Pretrained.Load(request.Model, request.Weights, classes: 2, request.Side ?? 0, request.Seed);
        var frozen = DescriptorGraph.Of(source.Graph, null);
        var dimension = identities is { } count ? Math.Min(request.Dimension, ShrunkenDiscriminant.MaxDirections(count, frozen.OutputChannels))
            : request.Dimension;
        var graph = DescriptorGraph.Of(source.Graph, dimension);
        var fresh = source.Report!.Reinitialised.ToHashSet(StringComparer.Ordinal);
        if (frozen.Parameters.FirstOrDefault(spec => fresh.Contains(spec.Name)) is { } missing)
            throw new GraftException($"The weights of {request.Model} have no values for '{missing.Name}', which the frozen network needs.",
                "What is trained is compared with the network as it was published.",
                $"Use other weights, such as those of {Flag.Of("--model", Pretrained.DefaultModel)}.");
        var parameters = ParameterInitialiser.CreateNamed(graph, request.Seed, [$"{DescriptorGraph.Layer}.weight", $"{DescriptorGraph.Layer}.bias"]);
        foreach (var spec in frozen.Parameters) parameters.Set(spec.Name, source.Parameters[spec.Name]);
        var size = source.Preprocess;
        return new(graph, frozen, parameters, size with { ResizeShorter = Math.Min(size.Width, size.Height) }, source);
    }

    /// <summary>The values that a graph has, without those that were needed for training alone.</summary>
    public static ParameterSet Of(Graph graph, ParameterSet parameters)
    {
        var own = new ParameterSet();
        foreach (var spec in graph.Parameters) own.Set(spec.Name, parameters[spec.Name]);
        return own;
    }

    /// <summary>What building the file again needs.</summary>
    /// <param name="dimension">Of the linear layer; null where there is none.</param>
    /// <param name="alignment">Of the faces that it describes; null where it describes none.</param>
    public static IReadOnlyDictionary<string, string> Metadata(int? dimension, string? alignment)
    {
        var metadata = new Dictionary<string, string>();
        if (dimension is { } width) metadata[DimensionKey] = width.ToString(CultureInfo.InvariantCulture);
        if (alignment is not null) metadata[AlignmentKey] = alignment;
        return metadata;
    }

    /// <summary>The graph of a run's weights.</summary>
    public static Graph GraphOf(string model, ICheckpoint checkpoint) => DescriptorGraph.Of(ModelCatalogue.Find(model).Build(2, checkpoint),
        checkpoint.Metadata.TryGetValue(DimensionKey, out var width) ? int.Parse(width, CultureInfo.InvariantCulture) : null);
}
