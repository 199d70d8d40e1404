using System.Security.Cryptography;
using System.Text;
using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>Names and shapes of a graph as the reference files fingerprint them.</summary>
internal static class StateDictionary
{
    /// <summary>SHA-256 of the sorted lines <c>name:dim,dim</c>, joined by newlines.</summary>
    public static string Sha256(Graph graph)
    {
        var lines = graph.Parameters.Select(p => $"{p.Name}:{string.Join(',', p.Shape)}").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
