using System.Text;

namespace Graft.Tests.Fuzzing;

/// <summary>Instructions of a pickle replaced, put in, and repeated.</summary>
internal static class PickleMutation
{
    private static readonly byte[] Instructions =
    [
        .. "()012BCGJKMNQRTUX]abcdehijlqrstu}."u8,
        0x80, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8c, 0x8d, 0x93, 0x94, 0x95,
    ];

    private static readonly string[] Phrases =
    [
        "(lp", "]q\0h\0a", "}q\0h\0h\0s", "N2t", "h\0h\0\u0086", "]\u0085\u0085\u0085", "(((((", "}}}}}}}}", "h\u0001h\u0001h\u0001e",
        "ccollections\nOrderedDict\n)R", "ctorch._utils\n_rebuild_tensor_v2\n", "ctorch\nFloatStorage\n", "cos\nsystem\n",
        "X\u00FF\u00FF\u00FF\u007F", "\u008A\u0010",
    ];

    public static byte[] Apply(byte[] file, SeededRandom random)
    {
        var at = Position(file, random);
        switch (random.Next(4))
        {
            case 0: return Mutation.Replace(file, at, Math.Min(1, file.Length - at), [Instructions[random.Next(Instructions.Length)]]);
            case 1: return Mutation.Replace(file, at, 0, Encoding.Latin1.GetBytes(Phrases[random.Next(Phrases.Length)]));
            case 2:
                var phrase = Encoding.Latin1.GetBytes(Phrases[random.Next(Phrases.Length)]);
                return Mutation.Replace(file, at, 0, [.. Enumerable.Repeat(phrase, 1 + random.Next(500)).SelectMany(bytes => bytes)]);
            default: return Mutation.Number(file, at, random);
        }
    }

    // Most of the time right behind an instruction that is there: that is where its operand is.
    private static int Position(byte[] file, SeededRandom random)
    {
        var start = random.Next(file.Length);
        if (random.Chance(0.3)) return start;
        var found = file.AsSpan(start).IndexOfAny(Instructions);
        return found < 0 ? start : Math.Min(file.Length, start + found + 1);
    }
}
