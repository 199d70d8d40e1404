namespace Graft.Imaging;

/// <summary>The instruction sets that resampling is written for; all give the same bytes.</summary>
internal enum ResampleKernel
{
    /// <summary>Plain C#, the reference.</summary>
    Scalar,

    /// <summary>128-bit vectors of any processor.</summary>
    Vector128,

    /// <summary>256-bit vectors with x86's multiply-add of 16-bit pairs.</summary>
    Avx2,
}
