using System.Text;

namespace Graft.Networks;

/// <summary>Reads a stretch of a file byte by byte through a small window; every length is checked before memory is asked for.</summary>
internal sealed class PickleCursor(CheckpointFile file, long start, long end)
{
    private const int LongestText = 1 << 20;
    private readonly byte[] _window = new byte[1 << 14];
    private long _windowStart = start;
    private int _windowLength;

    public long Position { get; private set; } = start;

    public byte Byte()
    {
        if (Position >= end) throw file.Damaged("its pickle ends too early.");
        if (Position < _windowStart || Position >= _windowStart + _windowLength)
        {
            _windowStart = Position;
            _windowLength = (int)Math.Min(_window.Length, end - Position);
            file.Read(_windowStart, _window.AsSpan(0, _windowLength));
        }
        return _window[Position++ - _windowStart];
    }

    /// <summary>A little-endian number of up to eight bytes.</summary>
    public long Integer(int bytes)
    {
        var value = 0UL;
        for (var i = 0; i < bytes; i++) value |= (ulong)Byte() << (8 * i);
        return (long)value;
    }

    /// <summary>A big-endian double, the one number pickles store that way.</summary>
    public double Double()
    {
        var bits = 0L;
        for (var i = 0; i < 8; i++) bits = bits << 8 | Byte();
        return BitConverter.Int64BitsToDouble(bits);
    }

    public byte[] Bytes(long count)
    {
        if (count < 0 || count > end - Position) throw file.Damaged($"its pickle ends before a text of {(ulong)count} bytes.");
        if (count > LongestText) throw file.Damaged($"its pickle holds a text of {count} bytes.");
        var bytes = new byte[count];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = Byte();
        return bytes;
    }

    /// <summary>Bytes that are no parameter's: long ones are read over.</summary>
    /// <returns>The bytes; null for long ones.</returns>
    public byte[]? BytesOrNothing(long count)
    {
        if (count < 0 || count > end - Position) throw file.Damaged($"its pickle ends before a text of {(ulong)count} bytes.");
        if (count <= LongestText) return Bytes(count);
        Position += count;
        return null;
    }

    public string Text(long count) => Encoding.UTF8.GetString(Bytes(count));

    /// <summary>Up to the end of the line, which is dropped.</summary>
    public string Line()
    {
        var bytes = new List<byte>();
        for (byte next; (next = Byte()) != '\n';)
        {
            if (bytes.Count == 1000) throw file.Damaged("its pickle holds a name of more than 1000 letters.");
            bytes.Add(next);
        }
        return Encoding.UTF8.GetString([.. bytes]).TrimEnd('\r');
    }
}
