namespace Graft.Networks;

/// <summary>Coarser levels on top of a feature pyramid.</summary>
public enum PyramidExtra
{
    /// <summary>None.</summary>
    None,

    /// <summary>Every second place of the coarsest level, for proposals only (Faster R-CNN).</summary>
    Pool,

    /// <summary>Two more levels by convolutions of stride 2 on the coarsest (RetinaNet).</summary>
    P6P7,

    /// <summary>The same on the backbone's coarsest map (torchvision's second RetinaNet).</summary>
    P6P7OfBackbone,
}
