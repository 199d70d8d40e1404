namespace Graft.Networks.Families;

/// <summary>Stages of the mobile families: each is a run of blocks of equal resolution, and the first block behind the stem begins one.</summary>
internal sealed class ResolutionStages(GraphBuilder graph, int stride)
{
    private int _stage;

    /// <summary>Before a block: ends what was before and begins a stage where the block halves the resolution.</summary>
    /// <param name="x">The block's input.</param>
    /// <param name="blockStride">Its stride.</param>
    public void Enter(int x, int blockStride)
    {
        if (_stage > 0 && blockStride == 1) return;
        End(x);
        graph.Begin($"stage{++_stage}");
        stride *= blockStride;
    }

    /// <summary>Ends the stage that is open.</summary>
    public void End(int x) => graph.End(x, stride);
}
