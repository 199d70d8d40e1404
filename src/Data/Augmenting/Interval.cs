using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>A closed interval to draw from; in JSON the two numbers as an array.</summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The largest value; at least <paramref name="Low"/>.</param>
[JsonConverter(typeof(IntervalConverter))]
public readonly record struct Interval(double Low, double High)
{
    internal double Draw(SeededRandom random) => random.Uniform(Low, High);

    /// <summary>Uniform in the logarithm, so that a ratio and its inverse are equally likely.</summary>
    internal double DrawRatio(SeededRandom random) => Math.Exp(random.Uniform(Math.Log(Low), Math.Log(High)));

    internal bool IsWithin(double min, double max) => Low >= min && High <= max && Low <= High;
}

internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<double[]>(ref reader, options) is [var low, var high] ? new Interval(low, high) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new[] { value.Low, value.High }, options);
}
