using Graft.Networks;

namespace Graft.Tests;

/// <summary>Loading costs a network's values once (<c>bench load</c> measures the whole process).</summary>
public sealed class LoadMemoryTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public void Building_and_loading_a_network_asks_for_its_parameters_and_little_more(int? classes)
    {
        using var folder = new TestFolder();
        var graph = ModelCatalogue.Build("resnet18");
        var zeros = new ParameterSet();
        foreach (var spec in graph.Parameters) zeros.Set(spec.Name, new(spec.Shape, new float[spec.Count]));
        SafeTensors.Write(folder["w.safetensors"], zeros);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var loaded = Pretrained.Load("resnet18", folder["w.safetensors"], classes);
        var asked = GC.GetAllocatedBytesForCurrentThread() - before;

        var bytes = loaded.Parameters.Values.Sum(tensor => 4L * tensor.Data.Length);
        Assert.InRange(asked, bytes, bytes * 11 / 10);
    }
}
