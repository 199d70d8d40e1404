namespace Graft.Data;

/// <summary>What becomes of pictures that cannot be decoded.</summary>
public enum OnBadImage
{
    /// <summary>Each is an error; nothing starts.</summary>
    Fail,

    /// <summary>Each is a warning; <see cref="Examination.WithoutBadPictures"/> gives the rest and the list.</summary>
    Skip,
}
