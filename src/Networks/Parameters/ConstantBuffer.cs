namespace Graft.Networks;

/// <summary>
/// Buffers whose values follow from their shape. They are parameters like others, read as torchvision reads them and written back, so
/// that files go both ways; a checkpoint that leaves them out is complete all the same.
/// </summary>
internal static class ConstantBuffer
{
    public static bool Is(ParameterSpec spec) => spec.Role is ParameterRole.PositionIndex or ParameterRole.PositionCoordinates;

    /// <summary>The values; null for a parameter that is none.</summary>
    public static float[]? Of(ParameterSpec spec) => spec.Role switch
    {
        ParameterRole.PositionIndex => RelativePositions.Index(Side(spec)),
        ParameterRole.PositionCoordinates => RelativePositions.Coordinates((spec.Shape[1] + 1) / 2),
        _ => null,
    };

    /// <summary>Whether a stored index points to a row there is not.</summary>
    public static bool IsOutOfRange(ParameterSpec spec, HostTensor tensor)
    {
        if (spec.Role is not ParameterRole.PositionIndex) return false;
        var rows = Math.Pow(2 * Side(spec) - 1, 2);
        return tensor.Data.Any(row => !((int)row >= 0 && (int)row < rows)); // as torch makes whole numbers: towards zero
    }

    // An index has a row for each pair of the side x side pixels of a window.
    private static int Side(ParameterSpec spec) => (int)Math.Round(Math.Sqrt(Math.Sqrt(spec.Count)));
}
