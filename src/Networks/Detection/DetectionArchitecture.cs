namespace Graft.Networks;

/// <summary>A detector as a row: a backbone, a pyramid, and what looks at it.</summary>
public sealed record DetectionArchitecture
{
    /// <summary>Side of a region in cells, as the box head gets it.</summary>
    public const int Cells = 7;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the backbone in the catalogue.</summary>
    public required string Backbone { get; init; }

    /// <summary>The pyramid.</summary>
    public required PyramidOptions Pyramid { get; init; }

    /// <summary>Side lengths of the anchors for each level, in pixels.</summary>
    public required IReadOnlyList<IReadOnlyList<float>> AnchorSizes { get; init; }

    /// <summary>Height over width of the anchors.</summary>
    public IReadOnlyList<float> AnchorRatios { get; init; } = [0.5f, 1, 2];

    /// <summary>Second stage; null for a one-stage detector (RetinaNet, arXiv:1708.02002).</summary>
    public BoxHeadOptions? BoxHead { get; init; } = new();

    /// <summary>Masks of regions; null for boxes only.</summary>
    public MaskHeadOptions? MaskHead { get; init; }

    /// <summary>3x3 convolutions before the answers about anchors: in the proposal network, or in both of RetinaNet's towers.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Groups of the group normalisation behind each convolution of RetinaNet's towers, which then have no bias; 0 for none.</summary>
    public int TowerGroups { get; init; }

    /// <summary>How a one-stage detector learns where boxes lie.</summary>
    public BoxLoss BoxLoss { get; init; } = BoxLoss.L1;

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

    /// <summary>Regularisation constant of all batch norms; null for the backbone's own. torchvision's COCO_V1 checkpoints of ResNets were made with 0, its detectors on MobileNet have 1e-5.</summary>
    public double? NormEpsilon { get; init; }

    /// <summary>Where it was described.</summary>
    public string Paper { get; init; } = "Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks, arXiv:1506.01497";

    /// <summary>Whether proposals are looked at a second time.</summary>
    public bool IsTwoStage => BoxHead is not null;

    /// <summary>Anchors at every place.</summary>
    public int AnchorsPerPlace => AnchorSizes[0].Count * AnchorRatios.Count;
}
