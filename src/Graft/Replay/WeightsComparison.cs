using System.Runtime.InteropServices;
using Graft.Networks;

namespace Graft;

/// <summary>Weights of two runs beside each other.</summary>
/// <param name="Tensors">Tensors that were compared.</param>
/// <param name="LargestDifference">Of any value; 0 where they are equal to the bit, infinite where a tensor is missing or of another shape.</param>
/// <param name="Where">The tensor that has it; null where they are equal.</param>
internal sealed record WeightsComparison(int Tensors, double LargestDifference, string? Where)
{
    /// <summary>Whether every value is the same, to the bit.</summary>
    public bool IsEqual => Where is null;

    /// <summary>Compares two files.</summary>
    /// <exception cref="GraftException">One cannot be read.</exception>
    public static WeightsComparison Of(string before, string after)
    {
        using var first = Checkpoint.Open(before);
        using var second = Checkpoint.Open(after);
        var result = new WeightsComparison(first.Entries.Count, 0, null);
        foreach (var name in first.Entries.Keys.Union(second.Entries.Keys))
        {
            var isInBoth = first.Entries.ContainsKey(name) && second.Entries.ContainsKey(name);
            if (!isInBoth || !first.Entries[name].Shape.SequenceEqual(second.Entries[name].Shape))
                return result with { LargestDifference = double.PositiveInfinity, Where = name };
            var (one, other) = (first.Read(name), second.Read(name));
            if (MemoryMarshal.AsBytes<float>(one.Data).SequenceEqual(MemoryMarshal.AsBytes<float>(other.Data))) continue;
            var difference = one.Data.Zip(other.Data, (a, b) => Math.Abs((double)a - b)).Max();
            if (result.IsEqual || difference > result.LargestDifference) result = result with { LargestDifference = difference, Where = name };
        }
        return result;
    }
}
