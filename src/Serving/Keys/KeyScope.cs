namespace Graft.Serving;

/// <summary>What a key allows.</summary>
[Flags]
internal enum KeyScope
{
    None = 0,

    /// <summary>Models, prediction and inference.</summary>
    Predict = 1,

    /// <summary>Metrics.</summary>
    Metrics = 2,

    /// <summary>Labels of images that were answered.</summary>
    Feedback = 8,

    /// <summary>Finding, comparing and identifying faces.</summary>
    Faces = 16,

    /// <summary>The people of a gallery: their names, adding and removing them.</summary>
    Enroll = 32,

    /// <summary>Descriptors of faces, which can be turned back into faces.</summary>
    Descriptors = 64,

    /// <summary>Choosing versions; allows the rest as well.</summary>
    Admin = 4,
}
