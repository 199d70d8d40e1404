namespace Graft.Networks;

/// <summary>Facts about <see cref="TensorType"/>.</summary>
public static class TensorTypes
{
    /// <summary>Bytes of one value.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 => 2,
        _ => 1,
    };

    /// <summary>Holds fractions: fit for weights. Integers are fit for counters only.</summary>
    public static bool IsFloating(this TensorType type) => type <= TensorType.F64;

    /// <summary>Spelled as in the header of a .safetensors file.</summary>
    internal static string Spelling(this TensorType type) => type == TensorType.Bool ? "BOOL" : type.ToString();

    internal static TensorType? FromSpelling(string? spelling)
    {
        foreach (var type in Enum.GetValues<TensorType>())
            if (type.Spelling() == spelling)
                return type;
        return null;
    }
}
