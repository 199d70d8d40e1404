namespace Graft.Networks;

/// <summary>Shapes read from files, which may say anything.</summary>
internal static class TensorShape
{
    /// <summary>The shape, once it is known that an array can hold its values.</summary>
    public static int[] Checked(CheckpointFile file, string name, IReadOnlyList<long> dimensions)
    {
        var count = (Int128)1;
        var nothing = dimensions.Contains(0);
        foreach (var dimension in dimensions)
        {
            if (!nothing) count *= dimension;
            if (dimension is < 0 or > int.MaxValue || count > Array.MaxLength || dimensions.Count > 32)
                throw file.Damaged($"'{name}' has the impossible shape {Text(dimensions)}.");
        }
        return [.. dimensions.Select(dimension => (int)dimension)];
    }

    /// <summary>"64 x 3 x 7 x 7", or "scalar".</summary>
    public static string Text<T>(IReadOnlyList<T> dimensions) => dimensions.Count == 0 ? "scalar" : string.Join(" x ", dimensions.Take(33));
}
