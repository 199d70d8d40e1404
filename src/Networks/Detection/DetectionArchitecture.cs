namespace Graft.Networks;

/// <summary>A detector as a row: a backbone, a pyramid, and what looks at it.</summary>
public sealed record DetectionArchitecture
{
    /// <summary>Side of a region in cells, as the box head gets it.</summary>
    public const int Cells = 7;

    internal DetectionArchitecture(PyramidOptions pyramid) => Pyramid = pyramid;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the backbone in the catalogue.</summary>
    public required string Backbone { get; init; }

    /// <summary>Side lengths of the anchors for each level, in pixels.</summary>
    public required IReadOnlyList<IReadOnlyList<float>> AnchorSizes { get; init; }

    /// <summary>Height over width of the anchors.</summary>
    public IReadOnlyList<float> AnchorRatios { get; init; } = [0.5f, 1, 2];

    /// <summary>Second stage; null for a one-stage detector (RetinaNet, arXiv:1708.02002).</summary>
    internal BoxHeadOptions? BoxHead { get; init; } = new();

    /// <summary>Masks of regions; null for boxes only.</summary>
    internal MaskHeadOptions? MaskHead { get; init; }

    /// <summary>3x3 convolutions before the answers about anchors: in the proposal network, or in both of RetinaNet's towers.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Groups of the group normalisation behind each convolution of RetinaNet's towers, which then have no bias; 0 for none.</summary>
    public int TowerGroups { get; init; }

    /// <summary>How a one-stage detector learns where boxes lie.</summary>
    internal BoxLoss BoxLoss { get; init; } = BoxLoss.L1;

    /// <summary>Side of a region that is cut from the level of stride 16.</summary>
    public float CanonicalSize { get; init; } = 224;

    /// <summary>Shorter side of images in pixels.</summary>
    public int ShorterSide { get; init; } = 800;

    /// <summary>Longer side at most.</summary>
    public int LongerSide { get; init; } = 1333;

    /// <summary>Proposals that go on to the second stage when predicting.</summary>
    public int Proposals { get; init; } = 1000;

    /// <summary>Proposals must be this sure to be looked at when predicting, 0..1.</summary>
    public float ProposalThreshold { get; init; }

    /// <summary>Detections of an image at most.</summary>
    public int MaxDetections { get; init; } = 100;

    /// <summary>
    /// Regularisation constant of all batch norms; null for the backbone's own. torchvision's COCO_V1 checkpoints of ResNets were made with 0, its
    /// detectors on MobileNet have 1e-5.
    /// </summary>
    public double? NormEpsilon { get; init; }

    /// <summary>Where it was described.</summary>
    public string Paper { get; init; } = "Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks, arXiv:1506.01497";

    /// <summary>The feature pyramid over the backbone.</summary>
    internal PyramidOptions Pyramid { get; init; }

    /// <summary>Whether proposals are looked at a second time.</summary>
    public bool IsTwoStage => BoxHead is not null;

    /// <summary>Anchors at every place.</summary>
    public int AnchorsPerPlace => AnchorSizes[0].Count * AnchorRatios.Count;
}

/// <summary>What looks at each region of 7 x 7 cells.</summary>
internal sealed record BoxHeadOptions
{
    /// <summary>Widths of 3x3 convolutions with batch norm before the hidden layers (torchvision's v2); none usually.</summary>
    public IReadOnlyList<int> Convolutions { get; init; } = [];

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [1024, 1024];
}

/// <summary>What draws the mask of each region of 14 x 14 cells: convolutions, twice the size, one map of 28 x 28 per class (arXiv:1703.06870).</summary>
/// <param name="Convolutions">Widths of the 3x3 convolutions.</param>
/// <param name="HasNorm">Batch norm after each, which then has no bias.</param>
internal sealed record MaskHeadOptions(IReadOnlyList<int> Convolutions, bool HasNorm = false)
{
    /// <summary>Side of a region in cells.</summary>
    public const int Cells = 14;

    /// <summary>Four of width 256.</summary>
    public static MaskHeadOptions Default { get; } = new([256, 256, 256, 256]);

    /// <summary>Two of width 96, for small data on a processor, where the masks of all objects would cost more than the image itself.</summary>
    public static MaskHeadOptions Small { get; } = new([96, 96]);
}

/// <summary>A feature pyramid (Lin et al., arXiv:1612.03144) over a backbone.</summary>
internal sealed record PyramidOptions
{
    /// <summary>
    /// Where the backbone is tapped, the finest first: names of stages, or the published name of a layer such as <c>features.13</c>,
    /// whose output (activation included) is then taken. Each is half the size of the one before, or of the same size.
    /// </summary>
    public required IReadOnlyList<string> Taps { get; init; }

    /// <summary>Channels of every level.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Coarser levels on top.</summary>
    public PyramidExtra Extra { get; init; } = PyramidExtra.Pool;

    /// <summary>How many levels <see cref="PyramidExtra.Pool"/> adds: more than one where the backbone ends early (SqueezeNet at stride 16).</summary>
    public int Pools { get; init; } = 1;

    /// <summary>Batch norm after each of its convolutions, which then have no bias (torchvision's v2).</summary>
    public bool HasNorm { get; init; }
}

/// <summary>What a detector's boxes are learned by.</summary>
internal enum BoxLoss
{
    /// <summary>The distance of their codes from those of the true boxes (as RetinaNet in torchvision).</summary>
    L1,

    /// <summary>
    /// One minus their generalised intersection over union with the true boxes (arXiv:1902.09630; as RetinaNet's second version in torchvision).
    /// </summary>
    GeneralizedIoU,
}
