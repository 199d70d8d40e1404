namespace Graft.Tasks;

/// <summary>The float features themselves, standardised row by row as they are read: many images need no second copy in double.</summary>
internal sealed class WideDesign(float[] table, int[] rows, Standardisation standardisation) : IDesign
{
    public int Rows => rows.Length;

    public int Columns => standardisation.Mean.Length;

    public ReadOnlySpan<double> Row(int i, Span<double> scratch)
    {
        standardisation.Apply(table, rows[i], scratch);
        return scratch;
    }
}
