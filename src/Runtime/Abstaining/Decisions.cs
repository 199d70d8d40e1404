namespace Graft.Runtime;

/// <summary>What an abstaining classifier says of an image, see <see cref="ClassificationPrediction.Decision"/>.</summary>
internal static class Decisions
{
    /// <summary>The class is given.</summary>
    public const string Answer = "answer";

    /// <summary>It is too little sure.</summary>
    public const string Unsure = "unsure";

    /// <summary>The image is unlike those of the training.</summary>
    public const string Unlike = "unlike";
}
