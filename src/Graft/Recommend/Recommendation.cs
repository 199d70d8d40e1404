namespace Graft;

/// <summary>Pretrained networks in the order in which they promise to suit a data set. None was trained on it.</summary>
public sealed record Recommendation
{
    /// <summary>The method of the order and its source, in a sentence.</summary>
    public const string Method = "LogME, the maximum evidence per image of a linear model on fixed features (You et al. 2021, arXiv:2102.11005)";

    /// <summary>The method of the accuracy beside it.</summary>
    public const string ProbeMethod = "accuracy of a linear probe (logistic regression) in 5-fold cross-validation on the same images";

    /// <summary>Images looked at.</summary>
    public required int Images { get; init; }

    /// <summary>Images of the data set that may be trained on.</summary>
    public required int Available { get; init; }

    /// <summary>Class names.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The networks, best first.</summary>
    public required IReadOnlyList<BackboneRow> Rows { get; init; }

    /// <summary>Networks of the catalogue whose weights are published but not on this machine, so that nothing is known of them here.</summary>
    public required IReadOnlyList<string> NotOnDisk { get; init; }
}
