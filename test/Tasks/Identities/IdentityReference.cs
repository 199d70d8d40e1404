using System.Text.Json;

namespace Graft.Tasks.Tests;

/// <summary>What eng/reference/identities.py computed.</summary>
internal sealed record IdentityReference(IReadOnlyList<DiscriminantCase> Discriminants, RatesCase Rates)
{
    public static IdentityReference Read() => JsonSerializer.Deserialize<IdentityReference>(
        File.ReadAllText(Graft.Tests.Repository.At("test", "reference", "identities.json")), Json.Options)!;
}

/// <summary>Rows, and the products of their projections.</summary>
internal sealed record DiscriminantCase(int[] Labels, int Width, int Directions, float[] Features, double Shrinkage, double[] Products);

/// <summary>Descriptors, and what sorting all pairs gave.</summary>
internal sealed record RatesCase(int Width, int[] Labels, float[] Descriptors, double Rank1, Dictionary<string, double> Accepted, int Mated, int NonMated,
    double Scale, double Neighbour);
