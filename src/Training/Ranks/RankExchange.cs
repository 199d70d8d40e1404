using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Graft.Networks;

namespace Graft.Training;

/// <summary>Larger things than numbers, from rank to rank.</summary>
internal static class RankExchange
{
    // MPI counts in 32 bits.
    private const int MaxBytes = 1 << 28;

    /// <summary>Rank 0's object, on every rank.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="value">Looked at on rank 0 alone.</param>
    public static T FromFirst<T>(this ICollective ranks, T value)
    {
        if (ranks.Size == 1) return value;
        var data = ranks.FromFirst(ranks.Rank == 0 ? JsonSerializer.SerializeToUtf8Bytes(value, Json.Options) : []);
        return ranks.Rank == 0 ? value : JsonSerializer.Deserialize<T>(data, Json.Options)!;
    }

    /// <summary>Rank 0's bytes, on every rank.</summary>
    public static byte[] FromFirst(this ICollective ranks, byte[] data)
    {
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, data.LongLength);
        ranks.Broadcast(length);
        if (ranks.Rank > 0) data = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        ranks.FillFromFirst(data);
        return data;
    }

    /// <summary>Rank 0's tensors, on every rank: names and shapes may be others there.</summary>
    public static IReadOnlyDictionary<string, HostTensor> FromFirst(this ICollective ranks, IReadOnlyDictionary<string, HostTensor> tensors)
    {
        if (ranks.Size == 1) return tensors;
        var shapes = ranks.FromFirst(tensors.ToDictionary(pair => pair.Key, pair => pair.Value.Shape.ToArray()));
        if (ranks.Rank > 0)
            tensors = shapes.ToDictionary(pair => pair.Key,
                pair => new HostTensor(pair.Value, new float[pair.Value.Aggregate(1, (product, size) => product * size)]));
        foreach (var name in shapes.Keys) ranks.FillFromFirst(MemoryMarshal.AsBytes(tensors[name].Data.AsSpan()));
        return tensors;
    }

    /// <summary>Rank 0's values in place of one's own.</summary>
    public static void FillFromFirst(this ICollective ranks, Span<byte> data)
    {
        for (var done = 0; done < data.Length; done += MaxBytes) ranks.Broadcast(data.Slice(done, Math.Min(MaxBytes, data.Length - done)));
    }

    /// <summary>Whether it is so on any rank.</summary>
    public static bool Any(this ICollective ranks, bool isSo)
    {
        if (ranks.Size == 1) return isSo;
        Span<double> count = [isSo ? 1 : 0];
        ranks.Sum(count);
        return count[0] > 0;
    }

    /// <summary>What every rank that has images of a batch gives to its loss; once in each batch.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="slice">This one's images. A guest, which no other knows of, gives to itself alone.</param>
    /// <param name="own">What it gives.</param>
    /// <returns>Of each, and where among them this one is.</returns>
    public static (IReadOnlyList<float[]> All, int Own) OfBatch(this ICollective ranks, BatchSlice slice, float[] own)
    {
        if (ranks.Size == 1) return ([own], 0);
        var all = ranks.Gather(slice.IsGuest ? [] : MemoryMarshal.AsBytes(own.AsSpan()))
            .Select(data => MemoryMarshal.Cast<byte, float>(data).ToArray()).ToList();
        if (slice.IsGuest) all[ranks.Rank] = own;
        return ([.. all.Where(values => values.Length > 0)], all.Take(ranks.Rank).Count(values => values.Length > 0));
    }

    /// <summary>As above, the sums over the ranks.</summary>
    public static double[] SumOfBatch(this ICollective ranks, BatchSlice slice, params float[] own)
    {
        var sums = new double[own.Length];
        foreach (var values in ranks.OfBatch(slice, own).All) for (var i = 0; i < sums.Length; i++) sums[i] += values[i];
        return sums;
    }

    /// <summary>A text of each rank, in their order.</summary>
    public static IReadOnlyList<string> Texts(this ICollective ranks, string text) =>
        [.. ranks.Gather(Encoding.UTF8.GetBytes(text)).Select(Encoding.UTF8.GetString)];

    /// <summary>
    /// Work that every rank does for itself, such as reading the data, and may fail at: either all go on, or rank 0 says what failed, with the rank's host, and
    /// the others end without a word.
    /// </summary>
    /// <exception cref="GraftException">On rank 0: what failed there, or elsewhere.</exception>
    /// <exception cref="RankEndedException">On others.</exception>
    public static T Together<T>(this ICollective ranks, Func<T> work)
    {
        if (ranks.Size == 1) return work();
        T result = default!;
        Exception? failure = null;
        try
        {
            result = work();
        }
        catch (Exception caught)
        {
            failure = caught;
        }
        ranks.Barrier();
        var said = ranks.Texts(failure is null ? "" : $"on {Environment.MachineName}: {failure.Message}");
        if (said.All(text => text.Length == 0)) return result;
        if (ranks.Rank > 0) throw new RankEndedException(ranks.Rank, ranks.Size);
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        var (rank, words) = said.Index().First(pair => pair.Item.Length > 0);
        throw new GraftException($"Rank {rank} {words}", cure: "Every rank reads the same data, with the same weights.");
    }
}
