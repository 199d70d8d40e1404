namespace Graft.Data;

/// <summary>What becomes of images that cannot be decoded.</summary>
public enum OnBadImage
{
    /// <summary>Each is an error; nothing starts.</summary>
    Fail,

    /// <summary>Each is a warning; <see cref="Examination.WithoutBadImages"/> gives the rest and the list.</summary>
    Skip,
}
