namespace Graft.Runtime;

/// <summary>What happens to a picture that cannot be read.</summary>
public enum OnBadPicture
{
    /// <summary>The run stops with the picture's name and the reason.</summary>
    Fail,

    /// <summary>The run goes on; the picture is answered with its failure in place of scores.</summary>
    Skip,
}
