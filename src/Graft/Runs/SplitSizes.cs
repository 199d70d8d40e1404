namespace Graft;

/// <summary>What a training needs of the splits its data was divided into.</summary>
internal static class SplitSizes
{
    /// <summary>Nothing can be measured, chosen or calibrated without an image, which is better known before the training than after it.</summary>
    /// <exception cref="GraftException">A split is empty.</exception>
    public static void Require(string data, int train, int validation)
    {
        if (train == 0 || validation == 0)
            throw new GraftException($"'{data}' leaves {train} {(train == 1 ? "image" : "images")} to learn from and {validation} to validate on.",
                "At least one of each is needed; copies and images of one group stay together, and so does the only image of a class.", "Add images, or change --val-split.");
    }
}
