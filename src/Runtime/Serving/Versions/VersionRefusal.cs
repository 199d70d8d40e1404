namespace Graft.Runtime;

/// <summary>Why a version does not answer from now on.</summary>
internal enum VersionFault
{
    /// <summary>There is no such version.</summary>
    Missing,

    /// <summary>It cannot be tried: it answers already, or there is no place for another.</summary>
    Untriable,

    /// <summary>Its file was not accepted.</summary>
    Refused,

    /// <summary>What is wanted could not be written, and would be forgotten at the next start.</summary>
    NotKept,
}

/// <summary>A change of the version that does not happen: the one before answers on. The message is for clients and names no path of the machine.</summary>
internal sealed class VersionRefusal(VersionFault fault, string what, string expected = "", string cure = "", Exception? inner = null)
    : GraftException(what, expected, cure, inner)
{
    public VersionFault Fault => fault;
}
