namespace Graft.Data;

/// <summary>How the edge of a cut-out goes over into the image (Dwibedi, Misra and Hebert, arXiv:1708.01642): a detector that learns from several does not learn the seam.</summary>
public enum SceneBlend
{
    /// <summary>As the cut-out was saved.</summary>
    None,

    /// <summary>Rising evenly over some pixels.</summary>
    Feathered,

    /// <summary>Blurred by a Gaussian.</summary>
    Gaussian,
}
