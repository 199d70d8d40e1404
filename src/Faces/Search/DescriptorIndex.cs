using System.Runtime.InteropServices;

namespace Graft.Faces;

/// <summary>
/// Descriptors in memory, each as float32 and as int8 with a scale of its own. Codes are what is scanned; the float32 rows decide. Blocks of memory outside
/// the heap are never moved, so that what is cleared is gone. Changing it while somebody scans is the owner's to prevent.
/// </summary>
internal sealed unsafe class DescriptorIndex(int dimension) : IDisposable
{
    /// <summary>Rows of a block.</summary>
    public const int BlockRows = 8192;

    private readonly List<Block> _blocks = [];
    private readonly Stack<int> _free = [];

    /// <summary>Values of a descriptor.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>Bytes of a row of codes: the dimension, filled up with zeros to a multiple of 64.</summary>
    public int Stride { get; } = (dimension + 63) / 64 * 64;

    /// <summary>Rows that were given out, removed ones included.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows that are in use.</summary>
    public int Count => Rows - _free.Count;

    /// <summary>The blocks; the last may be partly used.</summary>
    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>Makes room for rows that <see cref="Set"/> fills; until then they are as removed.</summary>
    /// <returns>The numbers of the rows.</returns>
    public int[] Reserve(int count)
    {
        var rows = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (_free.TryPop(out var row))
            {
                rows[i] = row;
                continue;
            }
            if (Rows % BlockRows == 0) _blocks.Add(new Block(Dimension, Stride));
            rows[i] = Rows++;
            _blocks[^1].Rows++;
        }
        return rows;
    }

    /// <summary>Fills a reserved row. Different rows may be filled at the same time.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="person">Whose it is, 0 or more.</param>
    /// <param name="sample">The number of the sample.</param>
    /// <param name="descriptor">Finite values.</param>
    public void Set(int row, int person, long sample, ReadOnlySpan<float> descriptor) => _blocks[row / BlockRows].Set(row % BlockRows, person, sample,
        descriptor);

    /// <summary>The descriptor of a row.</summary>
    public ReadOnlySpan<float> Row(int row) => _blocks[row / BlockRows].Row(row % BlockRows);

    /// <summary>Whose it is; -1 where it was removed.</summary>
    public int PersonOf(int row) => _blocks[row / BlockRows].Persons[row % BlockRows];

    /// <summary>Which sample it is.</summary>
    public long SampleOf(int row) => _blocks[row / BlockRows].Samples[row % BlockRows];

    /// <summary>Clears every row of the persons that the predicate names.</summary>
    public void Remove(Func<int, bool> isGone)
    {
        for (var row = 0; row < Rows; row++)
            if (PersonOf(row) is >= 0 and var person && isGone(person))
            {
                _blocks[row / BlockRows].Clear(row % BlockRows);
                _free.Push(row);
            }
    }

    /// <summary>Clears all memory and gives it back.</summary>
    public void Dispose()
    {
        foreach (var block in _blocks) block.Dispose();
        _blocks.Clear();
        _free.Clear();
        Rows = 0;
    }

    /// <summary>A block of rows.</summary>
    internal sealed class Block : IDisposable
    {
        private readonly int _dimension, _stride;
        private float* _rows;
        private int _maxError, _maxSquare; // bits of floats that are not negative, which are ordered as the floats are

        public Block(int dimension, int stride)
        {
            (_dimension, _stride) = (dimension, stride);
            Codes = (sbyte*)Allocate((nuint)stride * BlockRows);
            _rows = (float*)Allocate((nuint)dimension * BlockRows * sizeof(float));
            Scales = (float*)Allocate(BlockRows * sizeof(float));
            Squares = (float*)Allocate(BlockRows * sizeof(float));
            new Span<float>(Squares, BlockRows).Fill(float.PositiveInfinity);
            Persons.AsSpan().Fill(-1);
        }

        /// <summary>Rows in use, removed ones included.</summary>
        public int Rows { get; set; }

        /// <summary>Codes, -127 to 127, row by row.</summary>
        public sbyte* Codes { get; private set; }

        /// <summary>What a code is multiplied with.</summary>
        public float* Scales { get; private set; }

        /// <summary>Squared length of the row as its codes give it; infinite where there is none.</summary>
        public float* Squares { get; private set; }

        public int[] Persons { get; } = new int[BlockRows];

        public long[] Samples { get; } = new long[BlockRows];

        /// <summary>No row is farther from its codes (Euclidean).</summary>
        public float MaxError => BitConverter.Int32BitsToSingle(Volatile.Read(ref _maxError));

        /// <summary>No row has a larger squared length.</summary>
        public float MaxSquare => BitConverter.Int32BitsToSingle(Volatile.Read(ref _maxSquare));

        public ReadOnlySpan<float> Row(int row) => new(_rows + (nint)row * _dimension, _dimension);

        public void Set(int row, int person, long sample, ReadOnlySpan<float> descriptor)
        {
            descriptor.CopyTo(new Span<float>(_rows + (nint)row * _dimension, _dimension));
            var (scale, square, error) = Quantisation.Codes(descriptor, new Span<sbyte>(Codes + (nint)row * _stride, _stride));
            Scales[row] = scale;
            (Persons[row], Samples[row]) = (person, sample);
            Raise(ref _maxError, error);
            Raise(ref _maxSquare, square);
            Squares[row] = square;
        }

        public void Clear(int row)
        {
            NativeMemory.Clear(_rows + (nint)row * _dimension, (nuint)_dimension * sizeof(float));
            NativeMemory.Clear(Codes + (nint)row * _stride, (nuint)_stride);
            (Scales[row], Squares[row], Persons[row], Samples[row]) = (0, float.PositiveInfinity, -1, 0);
        }

        public void Dispose()
        {
            if (_rows is null) return;
            NativeMemory.Clear(_rows, (nuint)_dimension * BlockRows * sizeof(float));
            NativeMemory.Clear(Codes, (nuint)_stride * BlockRows);
            foreach (var memory in new nint[] { (nint)_rows, (nint)Codes, (nint)Scales, (nint)Squares }) NativeMemory.AlignedFree((void*)memory);
            _rows = null;
            Codes = null;
            Scales = Squares = null;
        }

        private static void Raise(ref int max, float value)
        {
            var bits = BitConverter.SingleToInt32Bits(value);
            for (var before = Volatile.Read(ref max); bits > before;)
            {
                var seen = Interlocked.CompareExchange(ref max, bits, before);
                if (seen == before) return;
                before = seen;
            }
        }

        private static void* Allocate(nuint bytes)
        {
            var memory = NativeMemory.AlignedAlloc(bytes, 64);
            NativeMemory.Clear(memory, bytes);
            return memory;
        }
    }
}
