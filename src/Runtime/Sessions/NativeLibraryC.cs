using System.Runtime.InteropServices;

namespace Graft.Runtime;

/// <summary>What is asked of the C library itself.</summary>
internal static partial class NativeLibraryC
{
    private static bool _cannotTrim = !OperatingSystem.IsLinux();

    /// <summary>
    /// Sets a variable of the environment that native libraries see: on Unix .NET keeps a copy of its own, which <c>getenv</c> does not read.
    /// </summary>
    public static void SetVariable(string name, string value) => _ = SetEnv(name, value, overwrite: 1);

    /// <summary>
    /// Gives freed memory back to the system. glibc keeps it in its arenas, one for every few threads: a program that opens a model a hundred times would hold
    /// several times the model. Other C libraries do not need it and do not have it.
    /// </summary>
    public static void ReturnFreedMemory()
    {
        if (Volatile.Read(ref _cannotTrim)) return;
        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
            Volatile.Write(ref _cannotTrim, true);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint padding);
}
