using System.Runtime.InteropServices;
using System.Text;

namespace Graft;

/// <summary>NumPy's .npy, version 1.0: a text header padded to 64 bytes, then float32 in C order.</summary>
internal static class NpyWriter
{
    public static void Write(Stream stream, FeatureTable table)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({table.Files.Count}, {table.Width}), }}";
        const int preamble = 10;
        var padded = header.PadRight((preamble + header.Length + 1 + 63) / 64 * 64 - preamble - 1) + "\n";
        stream.WriteByte(0x93);
        stream.Write("NUMPY\u0001\0"u8); // format version 1.0
        stream.Write(BitConverter.GetBytes((ushort)padded.Length));
        stream.Write(Encoding.ASCII.GetBytes(padded));
        stream.Write(MemoryMarshal.AsBytes(table.Values.AsSpan(0, table.Files.Count * table.Width)));
    }
}
