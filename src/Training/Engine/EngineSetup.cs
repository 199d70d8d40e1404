using System.Runtime.InteropServices;
using TorchSharp;

namespace Graft.Training;

/// <summary>Prepares libtorch once, before the first tensor of the process.</summary>
internal static class EngineSetup
{
    private static readonly Lazy<EngineInfo> Prepared = new(Prepare);

    /// <summary>What was set up; the first use does it.</summary>
    /// <exception cref="GraftException">libtorch does not load; the message has the loader's reason.</exception>
    public static EngineInfo Info => Prepared.Value;

    private static EngineInfo Prepare()
    {
        EngineFiles.Require();
        WaitPolicy.Sleep();
        var keeps = NativeAllocator.KeepMemory();
        try
        {
            // TorchSharp's library looks for libtorch beside itself; in a program without a RuntimeIdentifier it lies in a folder of its platform,
            // where .NET looks.
            NativeLibrary.TryLoad("torch", typeof(EngineSetup).Assembly, searchPath: null, out _);
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception failure)
        {
            throw new GraftException($"libtorch does not load: {failure.GetBaseException().Message}",
                "libLibTorchSharp.so and the libtorch files must lie beside the program.",
                "`ldd libLibTorchSharp.so` in the program's folder names what is missing; docs/adr/0003 covers old systems.", failure)
            { ExitCode = 1 };
        }
        Nnpack.TurnOff();
        return new EngineInfo(ProcessorFeatures.Model, ProcessorFeatures.HasBfloat16, torch.get_num_threads(), keeps);
    }
}

/// <summary>How the engine was set up, for <c>graft doctor</c> and for reports.</summary>
/// <param name="Processor">The processor's model name.</param>
/// <param name="HasBfloat16">Whether it has instructions for bfloat16 (AVX-512 BF16 or AMX).</param>
/// <param name="Threads">Threads of one operation.</param>
/// <param name="KeepsMemory">Whether the C library was told to keep freed memory (glibc only).</param>
internal sealed record EngineInfo(string Processor, bool HasBfloat16, int Threads, bool KeepsMemory);

/// <summary>How many threads an operation of the trainer has: sums are taken in another order with another number.</summary>
internal static class EngineThreads
{
    /// <summary>The number now.</summary>
    public static int Now
    {
        get
        {
            _ = EngineSetup.Info; // prepares the library
            return torch.get_num_threads();
        }
    }

    /// <summary>Uses another number until disposal; null leaves it.</summary>
    public static IDisposable Use(int? threads)
    {
        var before = Now;
        if (threads is { } number && number != before) torch.set_num_threads(number);
        return new Restore(before);
    }

    private sealed class Restore(int threads) : IDisposable
    {
        public void Dispose()
        {
            if (torch.get_num_threads() != threads) torch.set_num_threads(threads);
        }
    }
}
