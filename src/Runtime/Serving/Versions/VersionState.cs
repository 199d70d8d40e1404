namespace Graft.Runtime;

/// <summary>Where a version of a model is in its life.</summary>
internal enum VersionState
{
    /// <summary>Its file is there and was not opened yet; it may still be being copied.</summary>
    Seen,

    /// <summary>It is opened and tests itself.</summary>
    Loading,

    /// <summary>Its worthwhile batch is measured where that is not known, and its first images are run.</summary>
    Warming,

    /// <summary>It answers.</summary>
    Serving,

    /// <summary>It answers a share of the requests, and is judged by them.</summary>
    Canary,

    /// <summary>It runs beside the one that answers, and its answers are only compared.</summary>
    Shadow,

    /// <summary>Its file is there; another version answers.</summary>
    Standby,

    /// <summary>It answers what it was given and takes no more.</summary>
    Draining,

    /// <summary>It was not accepted; the one before answers on.</summary>
    Refused,
}
