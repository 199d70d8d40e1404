namespace Graft.Runtime;

/// <summary>The network that finds faces.</summary>
public enum FaceDetector
{
    /// <summary>Single shot detector on MobileNetV1, tiles of 512 pixels: the default.</summary>
    SsdMobileNet,

    /// <summary>A small network, tiles of 416 pixels: several times faster, and less sure.</summary>
    Tiny,
}
