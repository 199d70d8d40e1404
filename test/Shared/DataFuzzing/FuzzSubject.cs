namespace Graft.Tests.DataFuzzing;

/// <summary>What is fuzzed: sound files, which of them is damaged, and what reads them.</summary>
/// <param name="Name">As in "coco".</param>
/// <param name="Files">Every file of the data set by its name from the folder.</param>
/// <param name="Damaged">The names of those that are damaged, one at a time.</param>
/// <param name="Read">Reads the folder as a user's command would; refuses with nothing but a <see cref="GraftException"/>.</param>
internal sealed record FuzzSubject(string Name, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<string> Damaged, Action<string> Read)
{
    /// <summary>Puts right what damage must not be noticed by, such as hashes over the whole; nothing by default.</summary>
    public Func<byte[], SeededRandom, byte[]> Seal { get; init; } = (bytes, _) => bytes;
}
