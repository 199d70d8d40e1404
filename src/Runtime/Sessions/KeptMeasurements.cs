namespace Graft.Runtime;

/// <summary>Numbers that were measured once and are kept in a file. Where it cannot be read or written they are measured again.</summary>
/// <param name="path">The file, for each call: it lies where GRAFT_HOME says.</param>
internal sealed class KeptMeasurements(Func<string> path)
{
    private readonly KeptFile<Dictionary<string, double>> _file = new(path, RuntimeJson.Compact.DictionaryStringDouble);

    /// <summary>What was measured before.</summary>
    public Dictionary<string, double> Known() => _file.Read() ?? [];

    public void Keep(string key, double value) => _file.Keep(new(Known()) { [key] = value });
}
