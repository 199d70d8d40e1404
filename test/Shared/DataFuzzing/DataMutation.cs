using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Graft.Tests.DataFuzzing;

/// <summary>Damage to files of text and images: blind, and by someone who knows what programs get wrong.</summary>
internal static partial class DataMutation
{
    private static readonly string[] Values =
    [
        "0", "-1", "1", "2", "1.0", "0.5", "-0", "1e10", "-1e10", "1e8", "1e308", "1e999", "-1e999", "NaN", "Infinity", "2147483647",
        "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "000", "\"1\"", "\"a0\"", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "null",
        "true", "[]", "{}",
        "[[]]", "[null]", "[[1,2]]", "[[1,2,3]]", "[0,0,1e10,0,1e10,1e10]", "{\"size\":[480],\"counts\":[1]}", "{\"size\":[80,96],\"counts\":\"0\"}",
        "{\"size\":[2147483647,1],\"counts\":[2147483647]}", "<a/>", "</object>", "&amp;", "&x;", "..", "../..", "/", "/dev/zero", "C:\\a", "a\u00E9", "\t",
        "|",
        "0 0.5 0.5 0.1 0.1", "1000000 0.5 0.5 0.1 0.1", "- a", "? b", "*x", "&x [", "!!int 1", "train: /", "names: 5", "kpt_shape: [2, 3]",
    ];

    private static readonly byte[] Bytes = [0, 1, 0x7F, 0x80, 0xC3, 0xED, 0xFF, 0xFE, .. "\"{[<\n, "u8];

    public static byte[] Apply(byte[] file, IReadOnlyList<byte[]> others, SeededRandom random)
    {
        if (file.Length == 0) return others[random.Next(others.Count)];
        if (IsPng(file) && random.Chance(0.7)) return Png(file, random);
        return random.Next(IsText(file) ? 10 : 5) switch
        {
            0 => Flip(file, random),
            1 => Remove(file, random),
            2 => Repeat(file, random),
            3 => file[..random.Next(file.Length + 1)],
            4 => random.Chance(0.5) ? Number(file, random) : Splice(file, others[random.Next(others.Count)], random),
            5 => Line(file, random),
            _ => Token(file, random),
        };
    }

    private static bool IsPng(byte[] file) => file is [0x89, (byte)'P', ..] && file.Length > 33;

    private static bool IsText(byte[] file) => file.AsSpan(0, Math.Min(file.Length, 64)).IndexOfAnyInRange((byte)0, (byte)8) < 0;

    private static byte[] Flip(byte[] file, SeededRandom random)
    {
        var copy = (byte[])file.Clone();
        for (var flips = random.Next(4); flips >= 0; flips--)
        {
            ref var value = ref copy[random.Next(copy.Length)];
            value = random.Next(3) switch { 0 => (byte)(value ^ (1 << random.Next(8))), 1 => Bytes[random.Next(Bytes.Length)], _ => (byte)random.Next(256) };
        }
        return copy;
    }

    // A number that programs get wrong, in one to eight bytes of either order.
    private static byte[] Number(byte[] file, SeededRandom random)
    {
        ulong[] numbers = [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, ulong.MaxValue];
        var copy = (byte[])file.Clone();
        var (value, width, at, isBig) = (numbers[random.Next(numbers.Length)], 1 << random.Next(4), random.Next(file.Length), random.Chance(0.5));
        for (var i = 0; i < width && at + i < copy.Length; i++) copy[at + i] = (byte)(value >> (8 * (isBig ? width - 1 - i : i)));
        return copy;
    }

    private static byte[] Remove(byte[] file, SeededRandom random)
    {
        var at = random.Next(file.Length);
        return [.. file[..at], .. file[Math.Min(file.Length, at + 1 + random.Next(64))..]];
    }

    // A stretch of its own, once more or thousands of times: nesting and repetition.
    private static byte[] Repeat(byte[] file, SeededRandom random)
    {
        var from = random.Next(file.Length);
        var stretch = file[from..Math.Min(file.Length, from + 1 + random.Next(24))];
        byte[] many = [.. Enumerable.Repeat(stretch, random.Chance(0.1) ? 1 + random.Next(3000) : 1).SelectMany(bytes => bytes)];
        var at = random.Next(file.Length + 1);
        return [.. file[..at], .. many, .. file[at..]];
    }

    private static byte[] Splice(byte[] file, byte[] other, SeededRandom random) =>
        other.Length == 0 ? file : [.. file[..random.Next(file.Length)], .. other[random.Next(other.Length)..]];

    private static byte[] Line(byte[] file, SeededRandom random)
    {
        var lines = Encoding.Latin1.GetString(file).Split('\n').ToList();
        var at = random.Next(lines.Count);
        switch (random.Next(3))
        {
            case 0: lines.RemoveAt(at); break;
            case 1: lines.Insert(at, lines[random.Next(lines.Count)]); break;
            default: lines.Insert(at, Values[random.Next(Values.Length)]); break;
        }
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private static byte[] Token(byte[] file, SeededRandom random)
    {
        var text = Encoding.Latin1.GetString(file);
        var tokens = TokenPattern().Matches(text);
        if (tokens.Count == 0) return file;
        // Mostly a value, and none of its neighbours: what is still text of its kind gets further.
        var values = tokens.Where(one => (one.Value[0] is '"' or '-' || char.IsDigit(one.Value[0]))
            && !text.AsSpan(one.Index + one.Length).StartsWith(":")).ToList();
        var token = values.Count > 0 && random.Chance(0.7) ? values[random.Next(values.Count)] : tokens[random.Next(tokens.Count)];
        var rest = text.Remove(token.Index, token.Length);
        return Encoding.Latin1.GetBytes(random.Next(12) switch
        {
            0 or 2 or 3 => rest.Insert(token.Index, tokens[random.Next(tokens.Count)].Value),
            1 => text.Insert(token.Index, new string('[', 1 + random.Next(300))),
            4 when token.Value.Length > 2 => rest.Insert(token.Index, token.Value[..(token.Value.Length / 2)]),
            _ => rest.Insert(token.Index, Values[random.Next(Values.Length)]),
        });
    }

    // A chunk's content is damaged and its checksum made right again; of the data, what comes of unpacking them is damaged every other time.
    private static byte[] Png(byte[] file, SeededRandom random)
    {
        List<(int At, int Length)> chunks = [];
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - 12) break;
            chunks.Add((at, length));
            at += 12 + length;
        }
        if (chunks.Count == 0) return Flip(file, random);
        var chunk = chunks[random.Next(chunks.Count)];
        var (kind, content) = (file[(chunk.At + 4)..(chunk.At + 8)], file[(chunk.At + 8)..(chunk.At + 8 + chunk.Length)]);
        if (content.Length > 0) content = kind.AsSpan().SequenceEqual("IDAT"u8) && random.Chance(0.5) ? Repacked(content, random)
            : random.Chance(0.5) ? Number(content, random) : Flip(content, random);
        byte[] body = [.. kind, .. content];
        var (size, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(size, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Checksum(body));
        return [.. file[..chunk.At], .. size, .. body, .. sum, .. file[(chunk.At + 12 + chunk.Length)..]];
    }

    private static byte[] Repacked(byte[] data, SeededRandom random)
    {
        byte[] rows;
        try
        {
            using var inflated = new MemoryStream();
            using (var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress)) zlib.CopyTo(inflated);
            rows = inflated.ToArray();
        }
        catch (InvalidDataException)
        {
            return data;
        }
        if (rows.Length is 0 or > 1 << 20) return data;
        rows = random.Next(4) switch { 0 => rows[..random.Next(rows.Length)], 1 => [.. rows, .. new byte[random.Next(1 << 20)]], _ => Flip(rows, random) };
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(rows);
        return packed.ToArray();
    }

    private static uint Checksum(byte[] body)
    {
        var sum = uint.MaxValue;
        foreach (var value in body)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320u ^ sum >> 1 : sum >> 1;
        }
        return ~sum;
    }

    [GeneratedRegex("""-?\d+(\.\d+)?|"[^"\n]*"|</?\w+>|\w+|[\[\]{},:;]""")]
    private static partial Regex TokenPattern();
}
