namespace Graft.Networks;

/// <summary>What looks at each region of 7 x 7 cells.</summary>
public sealed record BoxHeadOptions
{
    /// <summary>Widths of 3x3 convolutions with batch norm before the hidden layers (torchvision's v2); none usually.</summary>
    public IReadOnlyList<int> Convolutions { get; init; } = [];

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [1024, 1024];
}
