namespace Graft.Runtime;

/// <summary>Whether images are like those a model was made for.</summary>
public enum DriftVerdict
{
    /// <summary>Nothing tells them apart.</summary>
    Like,

    /// <summary>At least one test tells them apart.</summary>
    Unlike,

    /// <summary>There are too few different images to say.</summary>
    TooFew,
}
