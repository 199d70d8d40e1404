namespace Graft.Data;

/// <summary>The other images of a data set, for compositions that need them.</summary>
/// <param name="Count">How many there are, at least 1.</param>
/// <param name="Load">Decodes one, 0 to Count - 1; what it returns is not changed.</param>
public sealed record SamplePool(int Count, Func<int, DecodedObjectSample> Load)
{
    internal DecodedObjectSample Draw(SeededRandom random) => Load(random.Next(Count));
}
