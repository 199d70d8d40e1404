namespace Graft.Networks;

/// <summary>How the values of a stored tensor are written, little-endian.</summary>
internal enum TensorType
{
    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a float32.</summary>
    BF16,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>16-bit signed integer.</summary>
    I16,

    /// <summary>8-bit signed integer.</summary>
    I8,

    /// <summary>8-bit unsigned integer.</summary>
    U8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,
}

/// <summary>Facts about <see cref="TensorType"/>.</summary>
internal static class TensorTypes
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
