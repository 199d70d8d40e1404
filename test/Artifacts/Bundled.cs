using Graft.Networks;

namespace Graft.Tests.Artifacts;

/// <summary>The weights that come with the project.</summary>
internal static class Bundled
{
    public static ParameterSet Load(Graph graph)
    {
        using var checkpoint = Checkpoint.Open(Repository.At("weights", $"{graph.Name}.safetensors"));
        return CheckpointLoader.Load(graph, checkpoint).Parameters;
    }
}
