namespace Graft.Tasks;

/// <summary>Rows of standardised features, however they are held.</summary>
internal interface IDesign
{
    int Rows { get; }

    int Columns { get; }

    /// <summary>Row <paramref name="i"/>: either a view, or <paramref name="scratch"/> filled in.</summary>
    ReadOnlySpan<double> Row(int i, Span<double> scratch);
}
