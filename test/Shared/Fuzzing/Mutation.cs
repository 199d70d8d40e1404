namespace Graft.Tests.Fuzzing;

/// <summary>Damage of every kind: blind, and by someone who knows the formats.</summary>
internal static class Mutation
{
    private static readonly byte[] Bytes = [0, 1, 2, 0x7F, 0x80, 0xFF, (byte)'{', (byte)'"', (byte)'.', (byte)'(', 0xFE];
    private static readonly ulong[] Numbers =
    [
        0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF,
        0x7FFFFFFFFFFFFFFF, 0x8000000000000000, ulong.MaxValue,
    ];

    public static byte[] Apply(byte[] file, IReadOnlyList<byte[]> others, SeededRandom random)
    {
        if (file.Length == 0) return others[random.Next(others.Count)];
        return random.Next(10) switch
        {
            0 => Flip(file, random),
            1 => Number(file, random.Next(file.Length), random),
            2 => Remove(file, random),
            3 => Insert(file, random),
            4 => file[..random.Next(file.Length + 1)],
            5 => Splice(file, others[random.Next(others.Count)], random),
            6 or 7 => PickleMutation.Apply(file, random),
            8 => ZipMutation.Apply(file, random),
            _ => HeaderMutation.Apply(file, random),
        };
    }

    /// <summary>A number that programs get wrong, in one to eight bytes, little-endian.</summary>
    public static byte[] Number(byte[] file, int at, SeededRandom random)
    {
        var copy = (byte[])file.Clone();
        var value = Numbers[random.Next(Numbers.Length)] + (ulong)random.Next(3) - 1;
        for (var (i, width) = (0, 1 << random.Next(4)); i < width && at + i < copy.Length; i++) copy[at + i] = (byte)(value >> (8 * i));
        return copy;
    }

    /// <summary>Other bytes in place of some.</summary>
    public static byte[] Replace(byte[] file, int at, int length, ReadOnlySpan<byte> by) => [.. file[..at], .. by, .. file[(at + length)..]];

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

    private static byte[] Remove(byte[] file, SeededRandom random)
    {
        var at = random.Next(file.Length);
        return Replace(file, at, Math.Min(1 + random.Next(32), file.Length - at), []);
    }

    // A stretch of its own, once more or a hundred times.
    private static byte[] Insert(byte[] file, SeededRandom random)
    {
        var from = random.Next(file.Length);
        var stretch = file[from..Math.Min(file.Length, from + 1 + random.Next(48))];
        byte[] many = [.. Enumerable.Repeat(stretch, random.Chance(0.1) ? 1 + random.Next(200) : 1).SelectMany(bytes => bytes)];
        return Replace(file, random.Next(file.Length + 1), 0, many);
    }

    private static byte[] Splice(byte[] file, byte[] other, SeededRandom random) =>
        other.Length == 0 ? file : [.. file[..random.Next(file.Length)], .. other[random.Next(other.Length)..]];
}
