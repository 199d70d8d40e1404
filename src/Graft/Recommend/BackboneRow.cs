namespace Graft;

/// <summary>One pretrained network beside a data set.</summary>
public sealed record BackboneRow
{
    /// <summary>Name and tag of the weights, as <c>--model</c> takes them.</summary>
    public required string Name { get; init; }

    /// <summary>LogME; higher is better, and only differences on the same images mean something.</summary>
    public required double LogMe { get; init; }

    /// <summary>Cross-validated accuracy of a linear probe, 0 to 1; null where a class has fewer than two images.</summary>
    public double? ProbeAccuracy { get; init; }

    /// <summary>Features per image.</summary>
    public required int Features { get; init; }

    /// <summary>What the network costs.</summary>
    public required BackboneCost Cost { get; init; }
}
