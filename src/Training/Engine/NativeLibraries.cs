using System.Runtime.InteropServices;

namespace Graft.Training;

/// <summary>
/// glibc returns every large block to the system, and then page faults dominate a training step. Told to keep them, the
/// same step takes half to three quarters of the time.
/// </summary>
internal static partial class NativeAllocator
{
    private const int TrimThreshold = -1, MmapMax = -4; // malloc.h

    /// <summary>Tells glibc to keep memory; false where there is no glibc. Must run before the first tensor.</summary>
    public static bool KeepMemory()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return mallopt(MmapMax, 0) == 1 & mallopt(TrimThreshold, int.MaxValue) == 1;
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            return false; // musl
        }
    }

    /// <summary>Gives unused memory back: after an epoch, or when images of many sizes have fragmented it.</summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            malloc_trim(0);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
        }
    }

    [LibraryImport("libc.so.6")]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport("libc.so.6")]
    private static partial int malloc_trim(nuint pad);
}

/// <summary>NNPACK warns on every processor it does not know, and is not used for anything that matters here.</summary>
internal static partial class Nnpack
{
    /// <summary>Turns it off where libtorch exports the switch (Linux); elsewhere nothing happens.</summary>
    public static void TurnOff()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            SetUserEnabled(GlobalContext(), 0);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
        }
    }

    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint GlobalContext();

    [LibraryImport("torch_cpu", EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    private static partial void SetUserEnabled(nint context, byte enabled);
}

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
