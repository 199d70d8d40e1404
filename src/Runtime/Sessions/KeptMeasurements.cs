using System.Text.Json;

namespace Graft.Runtime;

/// <summary>Numbers that were measured once and are kept in a file. Where it cannot be read or written they are measured again.</summary>
/// <param name="path">The file, for each call: it lies where GRAFT_HOME says.</param>
internal sealed class KeptMeasurements(Func<string> path)
{
    /// <summary>What was measured before.</summary>
    public Dictionary<string, double> Known()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path()), RuntimeJson.Compact.DictionaryStringDouble) ?? [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    public void Keep(string key, double value)
    {
        try
        {
            AtomicFile.WriteBytes(path(), JsonSerializer.SerializeToUtf8Bytes(new(Known()) { [key] = value }, RuntimeJson.Compact.DictionaryStringDouble));
        }
        catch (GraftException)
        {
            // Nowhere to keep it: it is used all the same.
        }
    }
}
