namespace Graft.Imaging;

/// <summary>One direction of a resize: the stretch of the source that becomes the output.</summary>
internal readonly record struct ResampleAxis(int SourceLength, double BoxStart, double BoxLength, int OutputLength)
{
    /// <summary>True when every output pixel is its source pixel.</summary>
    public bool IsIdentity => BoxStart == 0 && BoxLength == SourceLength && SourceLength == OutputLength;
}
