using System.Runtime.InteropServices;

namespace Graft.Training;

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
