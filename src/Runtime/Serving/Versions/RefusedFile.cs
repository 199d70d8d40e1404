namespace Graft.Runtime;

/// <summary>Why a file was refused.</summary>
/// <param name="ForOwner">With what to do about it, for the log.</param>
/// <param name="ForCallers">Without that, which is not theirs to do, and without a path of this machine.</param>
internal sealed record RefusedFile(string ForOwner, string ForCallers)
{
    public static RefusedFile Of(VersionFile file, Exception failure)
    {
        var folder = Path.GetDirectoryName(file.Path) + Path.DirectorySeparatorChar;
        var told = failure is GraftException mistake ? new GraftException(mistake.What, mistake.Expected).Message : failure.Message;
        return new(failure.Message, told.Replace(folder, "", StringComparison.Ordinal));
    }
}
