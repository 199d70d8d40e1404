using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Graft.Runtime;

/// <summary>What networks run on: the processor, or a GPU of NVIDIA where the program was built with ONNX Runtime's CUDA build.</summary>
internal sealed record ComputeDevice
{
    /// <summary>The environment variable that says it for programs without the option.</summary>
    public const string Variable = "GRAFT_DEVICE";

    private const string Forms = "Expected cpu, cuda, cuda:N with the number of a GPU, or auto.", CudaProvider = "CUDAExecutionProvider";

    private const string Needed = "NVIDIA's driver, CUDA 13 and cuDNN 9 are needed; `nvidia-smi` lists the GPUs.";

    // Of the driver, CUDA and cuDNN, of those versions that ONNX Runtime's build is linked with.
    private static readonly string[] Libraries = OperatingSystem.IsWindows() ? ["nvcuda.dll", "cublasLt64_13.dll", "cudnn64_9.dll"]
        : ["libcuda.so.1", "libcublasLt.so.13", "libcudnn.so.9"];

    private static string? _fallback;

    private ComputeDevice(string name, int? gpu, bool isRequired) => (Name, Gpu, IsRequired) = (name, gpu, isRequired);

    /// <summary>The processor.</summary>
    public static ComputeDevice Cpu { get; } = new("cpu", null, isRequired: true);

    /// <summary>That of the process, where <see cref="RuntimeOptions.Device"/> says nothing.</summary>
    /// <exception cref="GraftException">The variable has another word.</exception>
    public static ComputeDevice OfProcess
    {
        get => field ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } word ? Parse(word, Variable) : Cpu;
        set;
    }

    /// <summary>Why a session that was to choose runs on the processor; null while none has.</summary>
    public static string? Fallback => _fallback;

    /// <summary>As it was asked for.</summary>
    public string Name { get; }

    /// <summary>The GPU's number; null for the processor.</summary>
    public int? Gpu { get; }

    /// <summary>Whether it is that or nothing.</summary>
    public bool IsRequired { get; }

    /// <summary>Why no GPU can be used, and what to do, as far as that is known before a session is opened; null where it may.</summary>
    public static (string Reason, string Cure)? Missing => OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider) ? null
        : ("This build of ONNX Runtime has no CUDA.",
            "Build with -p:GraftOnnx=cuda, or add the package Graft.Runtime.Cuda; it takes Microsoft.ML.OnnxRuntime.Gpu in place of the CPU's.");

    /// <summary>Reads cpu, cuda, cuda:N or auto.</summary>
    /// <param name="word">The word.</param>
    /// <param name="where">What holds it, for the message.</param>
    /// <exception cref="GraftException">It is none of them.</exception>
    public static ComputeDevice Parse(string word, string where)
    {
        var lower = word.ToLowerInvariant();
        return lower switch
        {
            "cpu" => Cpu,
            "cuda" => new(lower, 0, isRequired: true),
            "auto" => new(lower, 0, isRequired: false),
            ['c', 'u', 'd', 'a', ':', .. var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var gpu) =>
                new(lower, gpu, isRequired: true),
            _ => throw new GraftException($"{where} is '{word}'.", Forms),
        };
    }

    /// <summary>Has a session use it.</summary>
    /// <exception cref="GraftException">A GPU is asked for that cannot be used.</exception>
    public void Use(SessionOptions options)
    {
        if (Gpu is not { } gpu) return;
        if (Missing is { } missing) Refuse(missing.Reason, missing.Cure, null);
        // Asked before ONNX Runtime is, which logs what it does not find and does not say it.
        else if (Libraries.Where(library => !NativeLibrary.TryLoad(library, out _)).ToList() is { Count: > 0 } absent)
            Refuse($"GPU {gpu} cannot be used: {string.Join(", ", absent)} cannot be loaded.", Needed, null);
        else
            try
            {
                options.AppendExecutionProvider_CUDA(gpu);
            }
            catch (OnnxRuntimeException failure)
            {
                Refuse($"GPU {gpu} cannot be used: {failure.Message}", Needed, failure);
            }
    }

    /// <summary>
    /// To be asked before a training, whose networks run on the processor: a GPU that the process was to use is refused, and a choice is made.
    /// </summary>
    /// <exception cref="GraftException">A GPU is asked for.</exception>
    public static void RequireCpu()
    {
        if (OfProcess.Gpu is null) return;
        if (OfProcess.IsRequired)
            throw new GraftException($"Graft trains on the CPU, and '{OfProcess.Name}' was asked for.", "cpu or auto was expected.",
                $"Train without it: {Flag.Of("--device")} and {Variable} are for predictions, see docs/guide/packages.md.");
        OfProcess = Cpu;
    }

    private void Refuse(string reason, string cure, Exception? inner)
    {
        if (IsRequired) throw new GraftException($"'{Name}' was asked for. {reason}", "", cure, inner);
        _fallback = $"{reason} {cure}";
    }
}
