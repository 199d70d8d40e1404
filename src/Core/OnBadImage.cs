namespace Graft;

/// <summary>What happens to an image that cannot be read, in training, evaluation and prediction alike.</summary>
public enum OnBadImage
{
    /// <summary>It is an error that names the image and the reason: nothing starts, or the work stops there.</summary>
    Fail,

    /// <summary>It is left out and reported: data sets warn of it, predictors answer it with its failure.</summary>
    Skip,
}
