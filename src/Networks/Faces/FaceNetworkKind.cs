namespace Graft.Networks;

/// <summary>What a network of <see cref="FaceCatalogue"/> is for.</summary>
internal enum FaceNetworkKind
{
    /// <summary>Finds faces.</summary>
    Detector,

    /// <summary>Finds the 68 landmarks of a face.</summary>
    Landmarks,

    /// <summary>Describes an aligned face with numbers that are close for one person.</summary>
    Descriptor,
}
