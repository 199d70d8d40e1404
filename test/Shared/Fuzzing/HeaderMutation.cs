using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace Graft.Tests.Fuzzing;

/// <summary>The JSON header of a .safetensors file, with its length put right afterwards so that the damage is met inside.</summary>
internal static partial class HeaderMutation
{
    private static readonly string[] Values =
    [
        "0", "-1", "1", "2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "1e9", "0.5",
        "[]", "{}", "null", "\"F64\"", "\"BOOL\"", "\"\"", "\"\\ud800\"",
    ];

    public static byte[] Apply(byte[] file, SeededRandom random)
    {
        if (file.Length < 10) return file;
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > (ulong)file.Length - 8) return Mutation.Number(file, random.Next(8), random);
        var header = Encoding.Latin1.GetString(file, 8, (int)length);
        var tokens = Token().Matches(header);
        if (tokens.Count == 0) return file;
        var token = tokens[random.Next(tokens.Count)];
        header = random.Next(5) switch
        {
            0 => header.Remove(token.Index, token.Length).Insert(token.Index, Values[random.Next(Values.Length)]),
            1 => header.Insert(token.Index, new string('[', 1 + random.Next(300))),
            2 => header.Insert(header.IndexOf('{') + 1, $"\"x{random.Next(3)}\":{{\"dtype\":\"F32\","
                + $"\"shape\":[{Values[random.Next(7)]},{Values[random.Next(7)]}],"
                + $"\"data_offsets\":[{random.Next(4) * 4},{random.Next(64)}]}},"),
            3 => header + new string(' ', random.Next(200)),
            _ => header.Remove(token.Index, token.Length).Insert(token.Index, tokens[random.Next(tokens.Count)].Value),
        };
        var bytes = Encoding.Latin1.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)bytes.Length);
        return [.. prefix, .. bytes, .. file[(8 + (int)length)..]];
    }

    [GeneratedRegex("""-?\d+|"[^"]*"|[\[\]{},:]""")]
    private static partial Regex Token();
}
