using System.Text;

namespace Graft.Tests;

/// <summary>
/// Fills tensors from their own names, as the reference values in test/reference were made: an implementation with the same
/// parameter names and shapes then is the same network, without any weight file.
/// </summary>
internal static class ReferenceFill
{
    /// <summary>Values of the parameter of that name and shape, in C order.</summary>
    public static float[] Tensor(string name, IReadOnlyList<int> shape)
    {
        var count = shape.Aggregate(1, (product, dimension) => product * dimension);
        var (offset, scale) = Rule(name, shape, count);
        return Values(name, count, offset, scale);
    }

    /// <summary>The images: uniform in -1..1.</summary>
    public static float[] Input(params int[] shape) =>
        Values("input", shape.Aggregate(1, (product, dimension) => product * dimension), 0, 2);

    // The first rule that matches wins.
    private static (double Offset, double Scale) Rule(string name, IReadOnlyList<int> shape, int count)
    {
        if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) return (0, 0);
        if (name.EndsWith("running_var", StringComparison.Ordinal)) return (1, 0.5);
        if (name.EndsWith("running_mean", StringComparison.Ordinal)) return (0, 0.2);
        if (shape.Count >= 2) return (0, 2 * Math.Sqrt(6.0 / (count / shape[0])));
        return name.EndsWith("weight", StringComparison.Ordinal) ? (1, 0.2) : (0, 0.2);
    }

    private static float[] Values(string name, int count, double offset, double scale)
    {
        var hash = 0x811C9DC5u; // FNV-1a, 32 bit
        foreach (var octet in Encoding.UTF8.GetBytes(name)) hash = (hash ^ octet) * 0x01000193;
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var x = hash + (uint)i * 0x9E3779B1;
            x = (x ^ (x >> 16)) * 0x85EBCA6B;
            x = (x ^ (x >> 13)) * 0xC2B2AE35;
            x ^= x >> 16;
            values[i] = (float)(offset + scale * (x / 4294967296.0 - 0.5));
        }
        return values;
    }
}
