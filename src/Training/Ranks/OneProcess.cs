namespace Graft.Training;

/// <summary>The collective of a training that is one process: every sum is its own.</summary>
internal sealed class OneProcess : ICollective
{
    private OneProcess()
    {
    }

    /// <summary>The only one.</summary>
    public static OneProcess Instance { get; } = new();

    public int Rank => 0;

    public int Size => 1;

    public void Sum(Span<float> values)
    {
    }

    public void Sum(Span<double> values)
    {
    }

    public void SumBfloat16(Span<ushort> values)
    {
    }

    public void Broadcast(Span<byte> data, int root = 0)
    {
    }

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> data) => [data.ToArray()];

    public void Barrier()
    {
    }

    public void Abort(string message, int exitCode)
    {
    }
}
