namespace Graft;

/// <summary>Takes the rows of a table of features as they are computed, so that no more of it than a part is ever in memory.</summary>
internal interface IFeatureWriter : IDisposable
{
    /// <summary>Writes the next rows.</summary>
    /// <param name="values">Whole rows, as wide as the table.</param>
    void Add(ReadOnlySpan<float> values);

    /// <summary>Writes what is held back and the end of the file; called once, after the last row.</summary>
    void Complete();
}
