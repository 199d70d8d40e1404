using System.Runtime.InteropServices;
using System.Text;

namespace Graft;

/// <summary>NumPy's .npy, version 1.0: a text header padded to 64 bytes, then float32 in C order.</summary>
internal sealed class NpyWriter : IFeatureWriter
{
    private readonly Stream _stream;

    public NpyWriter(Stream stream, FeatureColumns columns)
    {
        _stream = stream;
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({columns.Files.Count}, {columns.Width}), }}";
        const int preamble = 10;
        var padded = header.PadRight((preamble + header.Length + 1 + 63) / 64 * 64 - preamble - 1) + "\n";
        stream.WriteByte(0x93);
        stream.Write("NUMPY\u0001\0"u8); // format version 1.0
        stream.Write(BitConverter.GetBytes((ushort)padded.Length));
        stream.Write(Encoding.ASCII.GetBytes(padded));
    }

    public void Add(ReadOnlySpan<float> values) => _stream.Write(MemoryMarshal.AsBytes(values));

    public void Complete() { }

    public void Dispose() { }
}
