namespace Graft.Tasks;

/// <summary>Checks that belong to every table of N rows of floats with one label each.</summary>
internal static class LabelledRows
{
    /// <exception cref="GraftException">Sizes do not fit together, a label is out of range, or a value is not finite.</exception>
    public static void Check(float[] values, int[] labels, int columns, string what, int? classes = null)
    {
        if (labels.Length == 0)
            throw new GraftException("There are no images to work on.", "At least one labelled image is needed.");
        if (columns < 1 || classes is < 2 || (classes is null && columns < 2))
            throw new GraftException($"There are {classes ?? columns} classes and {columns} {what} an image.", "At least two classes are needed.");
        if (values.LongLength != (long)labels.Length * columns)
            throw new GraftException($"There are {values.Length} {what} for {labels.Length} labels.",
                $"{labels.Length} x {columns} = {(long)labels.Length * columns} were expected.");
        var limit = classes ?? columns;
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] < 0 || labels[i] >= limit)
                throw new GraftException($"The label of image {i} is {labels[i]}.", $"Labels run from 0 to {limit - 1}.");
        var bad = Array.FindIndex(values, value => !float.IsFinite(value));
        if (bad >= 0)
            throw new GraftException($"The {what} of image {bad / columns} hold {values[bad]} at position {bad % columns}.", "Finite numbers were expected.",
                "Check for a diverged training or a broken weight file.");
    }
}
