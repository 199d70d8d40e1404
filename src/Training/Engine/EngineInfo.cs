namespace Graft.Training;

/// <summary>How the engine was set up, for <c>graft doctor</c> and for reports.</summary>
/// <param name="Processor">The processor's model name.</param>
/// <param name="HasBfloat16">Whether it has instructions for bfloat16 (AVX-512 BF16 or AMX).</param>
/// <param name="Threads">Threads of one operation.</param>
/// <param name="KeepsMemory">Whether the C library was told to keep freed memory (glibc only).</param>
internal sealed record EngineInfo(string Processor, bool HasBfloat16, int Threads, bool KeepsMemory);
