using System.Buffers.Binary;
using System.IO.Compression;

namespace Graft.Imaging;

/// <summary>The parts of a PNG that its values are in.</summary>
internal sealed record PngFile(int Width, int Height, int Depth, int Kind, bool Interlaced)
{
    public const int Grey = 0, Colour = 2, Indexed = 3, GreyAlpha = 4, ColourAlpha = 6;
    private const int Signature = 8;
    private static readonly uint[] Table = MakeTable();

    public IReadOnlyList<(byte Red, byte Green, byte Blue)> Palette { get; private init; } = [];

    /// <summary>Filtered rows, decompressed.</summary>
    public byte[] Rows { get; private init; } = [];

    public int Channels => Kind switch { Grey or Indexed => 1, GreyAlpha => 2, Colour => 3, _ => 4 };

    /// <exception cref="ImageException">The file is damaged or truncated, or has too many pixels.</exception>
    public static PngFile Parse(ReadOnlySpan<byte> bytes, string name)
    {
        PngFile? file = null;
        var palette = new List<(byte, byte, byte)>();
        using var data = new MemoryStream();
        var ended = false;
        for (var at = Signature; at + 12 <= bytes.Length && !ended;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - 12) throw ImageFaults.Truncated(name, ImageFormat.Png);
            var kind = bytes.Slice(at + 4, 4);
            var content = bytes.Slice(at + 8, (int)length);
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 8 + (int)length)..]) != Check(kind, content)) throw ImageFaults.Damaged(name, ImageFormat.Png);
            if (kind.SequenceEqual("IHDR"u8)) file = Header(content, name);
            else if (kind.SequenceEqual("PLTE"u8))
                for (var i = 0; i + 2 < content.Length; i += 3) palette.Add((content[i], content[i + 1], content[i + 2]));
            else if (kind.SequenceEqual("IDAT"u8)) data.Write(content);
            ended = kind.SequenceEqual("IEND"u8);
            at += 12 + (int)length;
        }
        if (file is null || data.Length == 0 || !ended) throw ImageFaults.Truncated(name, ImageFormat.Png);
        return file with { Palette = palette, Rows = Inflate(data, RowsOf(file, name), name) };
    }

    public static void WriteChunk(Stream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(kind);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Check(kind, content));
        file.Write(number);
    }

    private static PngFile Header(ReadOnlySpan<byte> content, string name)
    {
        if (content.Length < 13) throw ImageFaults.Damaged(name, ImageFormat.Png);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
        var file = new PngFile(width, height, content[8], content[9], content[12] == 1);
        int[] depths = file.Kind switch
        {
            Grey => [1, 2, 4, 8, 16],
            Indexed => [1, 2, 4, 8],
            Colour or GreyAlpha or ColourAlpha => [8, 16],
            _ => [],
        };
        if (width < 1 || height < 1 || !depths.Contains(file.Depth)) throw ImageFaults.Damaged(name, ImageFormat.Png);
        if ((long)width * height > DecodeOptions.ProcessMaxPixels) throw ImageFaults.TooLarge(name, width, height, DecodeOptions.ProcessMaxPixels);
        return file;
    }

    // No more is inflated than the header promises, and nothing where so few data cannot hold it: deflate makes at most 1032 bytes of one.
    private static byte[] Inflate(MemoryStream data, long length, string name)
    {
        if (length > (data.Length + 64) * 1032) throw ImageFaults.Truncated(name, ImageFormat.Png);
        if (length > Array.MaxLength) throw ImageFaults.Unsupported(name, "a mask with 2 GiB or more of values");
        try
        {
            data.Position = 0;
            using var zlib = new ZLibStream(data, CompressionMode.Decompress);
            var rows = new byte[length];
            var read = zlib.ReadAtLeast(rows, rows.Length, throwOnEndOfStream: false);
            return read == rows.Length ? rows : rows[..read];
        }
        catch (InvalidDataException failure)
        {
            throw ImageFaults.Damaged(name, ImageFormat.Png, failure);
        }
    }

    // One byte before each row names its filter; interlaced images have the rows of seven smaller ones.
    private static long RowsOf(PngFile file, string name)
    {
        var length = 0L;
        foreach (var (columns, rows) in PngRows.SizesOf(file)) length += rows * (1 + ((long)columns * file.Channels * file.Depth + 7) / 8);
        return length > 0 ? length : throw ImageFaults.Damaged(name, ImageFormat.Png);
    }

    private static uint Check(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        var sum = uint.MaxValue;
        foreach (var value in kind) sum = Table[(byte)(sum ^ value)] ^ sum >> 8;
        foreach (var value in content) sum = Table[(byte)(sum ^ value)] ^ sum >> 8;
        return ~sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var sum = i;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320u ^ sum >> 1 : sum >> 1;
            table[i] = sum;
        }
        return table;
    }
}
