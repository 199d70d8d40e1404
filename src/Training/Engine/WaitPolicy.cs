using System.Runtime.InteropServices;

namespace Graft.Training;

/// <summary>
/// OpenMP's threads burn their core while they wait for each other. That is quickest on a machine of one's own; where cores are shared
/// (with the threads that decode, with other programs) each wait then lasts until the system takes the core away, and a step takes
/// several times as long. Told to sleep, they cost a few per cent on an idle machine.
/// </summary>
internal static partial class WaitPolicy
{
    /// <summary>Tells OpenMP to let waiting threads sleep, unless the user has chosen. Must run before libtorch is loaded, which reads it once.</summary>
    public static void Sleep()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            // .NET's own copy of the environment is not what a native library reads.
            _ = setenv("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
