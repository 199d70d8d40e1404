using System.Text;

namespace Graft.Artifacts;

/// <summary>A node of a model file that is there already.</summary>
/// <param name="Operation">Its operator.</param>
/// <param name="Outputs">Names of what it answers.</param>
/// <param name="Inputs">Names of what it reads.</param>
/// <param name="Integers">Its settings that are lists of integers.</param>
internal sealed record ReadNode(
    string Operation, IReadOnlyList<string> Outputs, IReadOnlyList<string> Inputs, IReadOnlyDictionary<string, IReadOnlyList<long>> Integers)
{
    /// <summary>Reads a NodeProto.</summary>
    public static ReadNode Of(Stream stream, ProtoField node)
    {
        List<ProtoField> parts = [.. ProtoReader.Fields(stream, node.Content, node.End)];
        return new(Texts(4).Single(), Texts(2), Texts(1), parts.Where(part => part.Number == 5).Select(part => Attribute(stream, part)).ToDictionary());

        List<string> Texts(int number) =>
            [.. parts.Where(part => part.Number == number).Select(part => Encoding.UTF8.GetString(ProtoReader.Read(stream, part)))];
    }

    private static KeyValuePair<string, IReadOnlyList<long>> Attribute(Stream stream, ProtoField attribute)
    {
        List<ProtoField> parts = [.. ProtoReader.Fields(stream, attribute.Content, attribute.End)];
        var name = Encoding.UTF8.GetString(ProtoReader.Read(stream, parts.First(part => part.Number == 1)));
        return new(name, [.. parts.Where(part => part.Number == 8).Select(part => Varint(ProtoReader.Read(stream, part)))]);
    }

    private static long Varint(byte[] bytes) => bytes.Reverse().Aggregate(0L, (value, part) => value << 7 | (long)(part & 0x7F));
}
