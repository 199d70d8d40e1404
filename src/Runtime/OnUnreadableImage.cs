namespace Graft.Runtime;

/// <summary>What happens to an image that cannot be read.</summary>
public enum OnUnreadableImage
{
    /// <summary>The run stops with the image's name and the reason.</summary>
    Fail,

    /// <summary>The run goes on; the image is answered with its failure in place of scores.</summary>
    Skip,
}
