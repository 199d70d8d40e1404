using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Ranks that are threads of this process: what a training does with them, without MPI.</summary>
internal sealed class LocalRanks(int size)
{
    private readonly Barrier _barrier = new(size);
    private readonly byte[][] _given = new byte[size][];

    /// <summary>Bytes that a rank gave for sums of gradients.</summary>
    public long SummedBytes { get; private set; }

    /// <summary>Runs a piece of work on every rank, and answers what each made.</summary>
    public static IReadOnlyList<T> Run<T>(int size, Func<ICollective, T> work, LocalRanks? ranks = null)
    {
        ranks ??= new LocalRanks(size);
        var results = new T[size];
        var failures = new Exception?[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                torch.set_num_threads(1); // OpenMP's number is that of a thread
                results[rank] = work(new One(ranks, rank, size));
            }
            catch (Exception failure)
            {
                failures[rank] = failure;
                ranks._barrier.RemoveParticipant();
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (failures.OfType<Exception>().FirstOrDefault() is { } first) throw first;
        return results;
    }

    private byte[][] Exchange(int rank, ReadOnlySpan<byte> data)
    {
        _given[rank] = data.ToArray();
        _barrier.SignalAndWait();
        byte[][] all = [.. _given];
        _barrier.SignalAndWait();
        return all;
    }

    private sealed class One(LocalRanks ranks, int rank, int size) : ICollective
    {
        public int Rank => rank;

        public int Size => size;

        public void Sum(Span<float> values)
        {
            if (rank == 0) ranks.SummedBytes += 4L * values.Length;
            Add(values);
        }

        public void Sum(Span<double> values) => Add(values);

        public void SumBfloat16(Span<ushort> values)
        {
            if (rank == 0) ranks.SummedBytes += 2L * values.Length;
            var sums = new float[values.Length];
            var others = new float[values.Length];
            foreach (var data in ranks.Exchange(rank, MemoryMarshal.AsBytes(values)))
            {
                Bfloat16.Widen(MemoryMarshal.Cast<byte, ushort>(data), others);
                TensorPrimitives.Add(sums, others, sums);
            }
            Bfloat16.Round(sums, values);
        }

        public void Broadcast(Span<byte> data, int root = 0) => ranks.Exchange(rank, data)[root].CopyTo(data);

        public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> data) => ranks.Exchange(rank, data);

        public void Barrier() => ranks.Exchange(rank, []);

        public void Abort(string message, int exitCode) => throw new InvalidOperationException(message);

        private void Add<T>(Span<T> values)
            where T : unmanaged, System.Numerics.INumber<T>
        {
            var all = ranks.Exchange(rank, MemoryMarshal.AsBytes(values));
            values.Clear();
            foreach (var data in all) TensorPrimitives.Add(values, MemoryMarshal.Cast<byte, T>(data), values);
        }
    }
}
