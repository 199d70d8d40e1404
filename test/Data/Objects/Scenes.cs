using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>The small composed scenes that come along.</summary>
internal static class Scenes
{
    public static string Root => Repository.At("samples", "scenes");

    public static ObjectDataset Objects { get; } = ObjectReader.Read(Root);

    public static DecodedObjectSample Decoded(int at) => DecodedObjectSample.Load(Objects.Samples[at]);
}
