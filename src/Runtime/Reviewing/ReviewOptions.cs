namespace Graft.Runtime;

/// <summary>Which of the served images are kept for people to look at. Without it none is.</summary>
/// <param name="Folder">Where they are kept: a folder for each model, an image and a json for each that is kept.</param>
public sealed record ReviewOptions(string Folder)
{
    /// <summary>The share of all images that is kept at random, 0 to 1: what accuracy in production is measured by.</summary>
    public double Share { get; init; } = 0.01;

    /// <summary>The share that is kept of images of which the network is unsure, 0 to 1.</summary>
    public double UnsureShare { get; init; } = 0.1;

    /// <summary>The network is unsure of images whose best score is below this, 0 to 1.</summary>
    public double UnsureBelow { get; init; } = 0.5;

    /// <summary>Bytes of all images at most. Where there are more, the oldest without a label go.</summary>
    public long MaxBytes { get; init; } = 1_000_000_000;

    /// <summary>Days after which images without a label go.</summary>
    public int Days { get; init; } = 30;

    /// <exception cref="GraftException">An option is out of range.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Folder)) throw new GraftException("Images for review have no folder.", "The path of one is expected.");
        Between(Flag.Of("--review-share"), Share, 0, 1);
        Between("the share of unsure images", UnsureShare, 0, 1);
        Between("the score of unsure images", UnsureBelow, 0, 1);
        Between(Flag.Of("--review-mb"), MaxBytes / 1e6, 1, 1e9);
        Between(Flag.Of("--review-days"), Days, 1, 3650);
    }

    private static void Between(string name, double value, double low, double high)
    {
        if (!(value >= low && value <= high)) throw new GraftException(FormattableString.Invariant($"{name} is {value}."), $"{low} to {high} is expected.");
    }
}
