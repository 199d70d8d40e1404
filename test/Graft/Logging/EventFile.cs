using Graft.Artifacts;

namespace Graft.Tests.Logging;

/// <summary>Reads what TensorBoard reads: records of events with scalars.</summary>
internal static class EventFile
{
    /// <summary>Every scalar of a run's event files, in the order in which they were written.</summary>
    public static IReadOnlyList<(string File, string Tag, long Step, float Value)> Read(string folder) =>
        [.. Files(folder).SelectMany(file => Events(file).SelectMany(one => one.Scalars.Select(scalar => (file, scalar.Tag, one.Step, scalar.Value))))];

    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal)];

    public static IReadOnlyList<(string? Version, double Time, long Step, List<(string Tag, float Value)> Scalars, bool IsStart)> Events(string file)
    {
        using var stream = File.OpenRead(file);
        return [.. TfRecord.Read(stream).Select(Event)];
    }

    private static (string? Version, double Time, long Step, List<(string Tag, float Value)> Scalars, bool IsStart) Event(byte[] record)
    {
        var (version, time, step, scalars, isStart) = ((string?)null, 0.0, 0L, new List<(string, float)>(), false);
        foreach (var (number, bytes) in Fields(record))
            switch (number)
            {
                case 1: time = BitConverter.ToDouble(bytes); break;
                case 2: step = Varint(bytes); break;
                case 3: version = System.Text.Encoding.UTF8.GetString(bytes); break;
                case 7: isStart = Fields(bytes).Any(field => field.Number == 1 && Varint(field.Bytes) == 1); break;
                case 5:
                    foreach (var (_, value) in Fields(bytes))
                    {
                        var parts = Fields(value).ToDictionary(field => field.Number, field => field.Bytes);
                        scalars.Add((System.Text.Encoding.UTF8.GetString(parts[1]), BitConverter.ToSingle(parts[2])));
                    }
                    break;
            }
        return (version, time, step, scalars, isStart);
    }

    private static List<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        using var stream = new MemoryStream(message);
        return [.. ProtoReader.Fields(stream, 0, message.Length).Select(field => (field.Number, message[(int)field.Content..(int)field.End]))];
    }

    private static long Varint(byte[] bytes) => bytes.Index().Sum(pair => (long)(pair.Item & 0x7f) << 7 * pair.Index);
}
