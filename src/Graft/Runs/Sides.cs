namespace Graft;

/// <summary>What a training needs of the sides its data was divided into.</summary>
internal static class Sides
{
    /// <summary>Nothing can be measured, chosen or calibrated without a picture, which is better known before the training than after it.</summary>
    /// <exception cref="GraftException">A side is empty.</exception>
    public static void Require(string data, int train, int validation)
    {
        if (train == 0 || validation == 0)
            throw new GraftException($"'{data}' leaves {train} {(train == 1 ? "picture" : "pictures")} to learn from and {validation} to validate on.",
                "At least one of each is needed; copies and pictures of one group stay together, and so does the only picture of a class.", "Add pictures, of other scenes and groups.");
    }
}
