namespace Graft.Training;

/// <summary>
/// The processes of one training. Every rank calls the same things in the same order; each call returns when all have made it. One at a time, from any
/// thread.
/// </summary>
internal interface ICollective
{
    /// <summary>Which of them this is, from 0. Rank 0 writes, speaks and decides.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Size { get; }

    /// <summary>Replaces the values by their sums over all ranks, the same to the bit on each.</summary>
    void Sum(Span<float> values);

    /// <summary>As <see cref="Sum(Span{float})"/>.</summary>
    void Sum(Span<double> values);

    /// <summary>As <see cref="Sum(Span{float})"/>, of bfloat16 values as their bits.</summary>
    void SumBfloat16(Span<ushort> values);

    /// <summary>Replaces the bytes by those of one rank.</summary>
    /// <param name="data">As many on each rank.</param>
    /// <param name="root">Whose.</param>
    void Broadcast(Span<byte> data, int root = 0);

    /// <summary>What each rank gives, in their order and on all of them.</summary>
    IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> data);

    /// <summary>Waits for the others without keeping a processor busy, however long that takes.</summary>
    void Barrier();

    /// <summary>Says why, and ends every rank at once. Does not return where there are others.</summary>
    /// <param name="message">One sentence, without the rank.</param>
    /// <param name="exitCode">That of the job.</param>
    void Abort(string message, int exitCode);
}
