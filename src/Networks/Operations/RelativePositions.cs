using System.Numerics.Tensors;

namespace Graft.Networks;

/// <summary>The bias by relative position of a <see cref="Operation.WindowAttention"/>, and the two buffers torchvision keeps for it.</summary>
internal static class RelativePositions
{
    /// <summary>Largest bias of Swin V2, which is this times a sigmoid.</summary>
    public const double Largest = 16;

    /// <summary>Largest logarithm of Swin V2's scale.</summary>
    public static double LargestLogScale { get; } = Math.Log(100);

    /// <summary>Row of the table for each pair of pixels of a window: (2 Side - 1) (rows apart + Side - 1) + columns apart + Side - 1.</summary>
    public static float[] Index(int side)
    {
        var tokens = side * side;
        var index = new float[tokens * tokens];
        for (var i = 0; i < index.Length; i++)
        {
            var (one, other) = (i / tokens, i % tokens);
            index[i] = (2 * side - 1) * (one / side - other / side + side - 1) + one % side - other % side + side - 1;
        }
        return index;
    }

    /// <summary>Swin V2's coordinates of each distance: sign(d) log2(1 + 8 |d|) / 3 with d from -1 to 1; (2 Side - 1) x (2 Side - 1) x 2.</summary>
    public static float[] Coordinates(int side)
    {
        var length = 2 * side - 1;
        var table = new float[length * length * 2];
        for (var i = 0; i < table.Length; i++)
        {
            var distance = (i % 2 == 0 ? i / 2 / length : i / 2 % length) - (side - 1);
            var scaled = 8f * ((float)distance / (side - 1));
            table[i] = Math.Sign(distance) * MathF.Log2(Math.Abs(scaled) + 1) / 3f;
        }
        return table;
    }

    /// <summary>The bias with these parameters: heads x tokens x tokens.</summary>
    /// <exception cref="GraftException">The stored index points outside of the table.</exception>
    public static float[] Bias(Operation.WindowAttention attention, ParameterSet parameters)
    {
        var table = attention.Form is AttentionForm.SwinV2 ? Network(attention, parameters) : parameters[$"{attention.Name}.relative_position_bias_table"].Data;
        var index = parameters[$"{attention.Name}.relative_position_index"].Data;
        var bias = new float[attention.Heads * index.Length];
        for (var pair = 0; pair < index.Length; pair++)
        {
            var row = (int)index[pair];
            if ((uint)row >= (uint)attention.Distances)
                throw new GraftException($"{attention.Name}.relative_position_index points to row {row} of {attention.Distances}.",
                    cure: "Use an undamaged checkpoint.");
            for (var head = 0; head < attention.Heads; head++) bias[head * index.Length + pair] = table[row * attention.Heads + head];
        }
        return bias;
    }

    /// <summary>What Swin V2 multiplies the cosines of each head by: exp(min(logit_scale, log 100)).</summary>
    public static float[] Scales(Operation.WindowAttention attention, ParameterSet parameters) =>
        [.. parameters[$"{attention.Name}.logit_scale"].Data.Select(logarithm => (float)Math.Exp(Math.Min(logarithm, LargestLogScale)))];

    // cpb_mlp: two numbers to 512, ReLU, to one per head; then the sigmoid.
    private static float[] Network(Operation.WindowAttention attention, ParameterSet parameters)
    {
        float[] Part(string name) => parameters[$"{attention.Name}.{name}"].Data;
        var (coordinates, first, shift, second) = (Part("relative_coords_table"), Part("cpb_mlp.0.weight"), Part("cpb_mlp.0.bias"), Part("cpb_mlp.2.weight"));
        var table = new float[attention.Distances * attention.Heads];
        var hidden = new float[shift.Length];
        for (var distance = 0; distance < attention.Distances; distance++)
        {
            for (var unit = 0; unit < hidden.Length; unit++)
                hidden[unit] = Math.Max(0, first[2 * unit] * coordinates[2 * distance] + first[2 * unit + 1] * coordinates[2 * distance + 1] + shift[unit]);
            for (var head = 0; head < attention.Heads; head++)
            {
                double sum = TensorPrimitives.Dot(hidden, second.AsSpan(head * hidden.Length, hidden.Length));
                table[distance * attention.Heads + head] = (float)(Largest / (1 + Math.Exp(-sum)));
            }
        }
        return table;
    }
}
