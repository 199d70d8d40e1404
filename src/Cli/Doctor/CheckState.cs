namespace Graft.Cli;

/// <summary>How a check ended.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Works,

    /// <summary>Works, but worth knowing.</summary>
    Note,

    /// <summary>Something will not work.</summary>
    Fails,
}
