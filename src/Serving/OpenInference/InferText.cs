using System.Text.Json;

namespace Graft.Serving;

/// <summary>The JSON of a request, whose data are most of it: they are read number by number, and no object is made of them.</summary>
internal static class InferText
{
    // What is not data: names, shapes, parameters. Objects that are made of it take many times its size.
    private const int LongestHead = 64 << 10;
    private const int Deepest = 16, InputDepth = 3;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { MaxDepth = Deepest };

    /// <summary>The request, and the text of its input's data, which is empty where it has none.</summary>
    /// <exception cref="JsonException">It is no JSON, or not a request.</exception>
    /// <exception cref="ServingProblem">400: it has too much beside its data.</exception>
    public static (InferRequest Request, ReadOnlyMemory<byte> Data) Read(ReadOnlyMemory<byte> json)
    {
        var reader = Over(json.Span);
        using var head = new MemoryStream();
        ReadOnlyMemory<byte> data = default;
        var (from, isInputs) = (0, false);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.CurrentDepth == 1) isInputs = reader.ValueTextEquals("inputs"u8);
            if (!isInputs || reader.CurrentDepth != InputDepth || !reader.ValueTextEquals("data"u8)) continue;
            reader.Read();
            var begin = (int)reader.TokenStartIndex;
            reader.Skip();
            data = json[begin..(int)reader.BytesConsumed];
            Add(head, json.Span[from..begin]);
            head.Write("null"u8);
            from = (int)reader.BytesConsumed;
        }
        Add(head, json.Span[from..]);
        var request = JsonSerializer.Deserialize<InferRequest>(head.GetBuffer().AsSpan(0, (int)head.Length), Options);
        return (request ?? throw new JsonException("It is null."), data);
    }

    /// <summary>The numbers of data, flat or nested, as the protocol allows.</summary>
    /// <param name="data">Their text.</param>
    /// <param name="length">How many there have to be.</param>
    /// <exception cref="ServingProblem">400.</exception>
    public static byte[] Listed(ReadOnlyMemory<byte> data, long length)
    {
        var bytes = new byte[length];
        var reader = Over(data.Span);
        var count = 0L;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray) continue;
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out var value))
                throw InferRequest.Wrong("The data are numbers from 0 to 255.");
            // What is too much is counted to its end, for the message.
            if (count < length) bytes[count] = value;
            count++;
        }
        return count == length ? bytes : throw InferRequest.Wrong($"The shape needs {length} numbers, there are {count}.");
    }

    /// <summary>Whether the text is long enough for so many numbers: nothing is made of it.</summary>
    /// <exception cref="ServingProblem">400.</exception>
    public static void Check(ReadOnlyMemory<byte> data, long length)
    {
        if (data.Length == 0 || data.Span[0] != (byte)'[') throw InferRequest.Wrong("The input has neither data nor binary_data_size.");
        // A number takes two characters at least, its comma or bracket included.
        if (length > data.Length / 2) throw InferRequest.Wrong($"The shape needs {length} numbers, there are fewer.");
    }

    private static Utf8JsonReader Over(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = Deepest });

    private static void Add(MemoryStream head, ReadOnlySpan<byte> text)
    {
        if (head.Length + text.Length > LongestHead) throw InferRequest.Wrong($"Beside its data a request has at most {LongestHead} bytes.");
        head.Write(text);
    }
}
