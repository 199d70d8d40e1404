namespace Graft.Training;

/// <summary>Images of identities, for <see cref="IdentityTask"/>: a batch holds several of each of its identities.</summary>
internal interface IIdentityImages : ILabelledImages
{
    /// <summary>Images of an identity in a batch.</summary>
    int ImagesPerIdentity { get; }
}
