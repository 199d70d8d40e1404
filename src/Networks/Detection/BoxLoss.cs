namespace Graft.Networks;

/// <summary>What a detector's boxes are learned by.</summary>
public enum BoxLoss
{
    /// <summary>The distance of their codes from those of the true boxes (as RetinaNet in torchvision).</summary>
    L1,

    /// <summary>One minus their generalised intersection over union with the true boxes (arXiv:1902.09630; as RetinaNet's second version in torchvision).</summary>
    GeneralizedIoU,
}
