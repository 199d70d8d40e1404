namespace Graft.Networks;

/// <summary>Weights in 16-bit floating point: 11 binary digits, from 6e-8 to 65504.</summary>
internal static class HalfPrecision
{
    /// <summary>
    /// The parameters with every matrix and filter rounded to the nearest value that 16 bits hold; vectors (biases, norms) stay, and so does a
    /// tensor with values beyond the range. What is not rounded is shared, not copied.
    /// </summary>
    public static ParameterSet Round(IEnumerable<ParameterSpec> specs, ParameterSet parameters)
    {
        var rounded = new ParameterSet();
        foreach (var spec in specs)
        {
            var tensor = parameters[spec.Name];
            var isRounded = spec.IsTrainable && spec.Shape.Count > 1 && tensor.Data.All(value => Math.Abs(value) <= (float)Half.MaxValue);
            rounded.Set(spec.Name, isRounded ? tensor with { Data = Array.ConvertAll(tensor.Data, value => (float)(Half)value) } : tensor);
        }
        return rounded;
    }

    /// <summary>Whether 16 bits hold all of these values exactly.</summary>
    public static bool IsExact(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if ((float)(Half)value != value) return false;
        return true;
    }
}
