namespace Graft.Tests.Fuzzing;

/// <summary>Fields of a zip's records: lengths, offsets, methods, signatures.</summary>
internal static class ZipMutation
{
    // Where the fields of each record start (PKWARE APPNOTE 4.3), behind "PK" and the two bytes of the kind.
    private static readonly (byte[] Signature, int[] Fields)[] Records =
    [
        ("PK\x01\x02"u8.ToArray(), [6, 8, 10, 20, 24, 28, 30, 32, 42]),
        ("PK\x03\x04"u8.ToArray(), [6, 8, 18, 22, 26, 28]),
        ("PK\x05\x06"u8.ToArray(), [4, 8, 10, 12, 16, 20]),
        ("PK\x06\x06"u8.ToArray(), [4, 24, 32, 40, 48]),
        ("PK\x06\x07"u8.ToArray(), [4, 8, 16]),
    ];

    public static byte[] Apply(byte[] file, SeededRandom random)
    {
        var (signature, fields) = Records[random.Next(Records.Length)];
        var places = new List<int>();
        for (var at = 0; at + 4 <= file.Length && places.Count < 64; at++)
            if (file.AsSpan(at).StartsWith(signature)) places.Add(at);
        if (places.Count == 0) return Mutation.Number(file, random.Next(file.Length), random);
        var field = places[random.Next(places.Count)] + fields[random.Next(fields.Length)];
        if (field >= file.Length) return file;
        if (random.Chance(0.7)) return Mutation.Number(file, field, random);
        var copy = (byte[])file.Clone(); // a little more or a little less: the sort of lie that looks sound
        copy[field] += (byte)(random.Next(9) - 4);
        return copy;
    }
}
