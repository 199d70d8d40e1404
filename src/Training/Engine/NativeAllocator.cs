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
