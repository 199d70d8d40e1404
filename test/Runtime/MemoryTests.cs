using Graft.Artifacts;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>The working set is the whole process's: these tests run when no other does.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const int Size = 64 * 64 * 3;

    [Fact]
    public void Memory_stays_where_it_was()
    {
        byte[] images = [.. Enumerable.Range(1, 10).SelectMany(seed => ProbeImages.Make((ulong)seed, TinyClassifier.Contract))];
        using var forward = new OnnxForwardFactory().Create(TinyClassifier.Graph, TinyClassifier.Parameters, TinyClassifier.Contract);
        var output = new float[30];
        Run(50);
        var before = WorkingSet();
        Run(500);
        Assert.InRange(WorkingSet() - before, long.MinValue, 32L << 20);

        void Run(int times)
        {
            for (var i = 0; i < times; i++) forward.Run(images.AsSpan(0, Size * (1 + i % 10)), 1 + i % 10, output.AsSpan(0, 3 * (1 + i % 10)));
        }
    }

    private static long WorkingSet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }
}
