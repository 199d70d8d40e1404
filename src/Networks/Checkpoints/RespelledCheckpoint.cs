using System.Text.RegularExpressions;

namespace Graft.Networks;

/// <summary>A checkpoint whose names are of an older version of torchvision, with those of today.</summary>
internal sealed partial class RespelledCheckpoint : ICheckpoint
{
    private readonly ICheckpoint _stored;
    private readonly Dictionary<string, string> _storedNames;

    private RespelledCheckpoint(ICheckpoint stored)
    {
        _stored = stored;
        _storedNames = stored.Entries.Keys.ToDictionary(Today, name => name, StringComparer.Ordinal);
        Entries = stored.Entries.ToDictionary(pair => Today(pair.Key), pair => pair.Value, StringComparer.Ordinal);
    }

    public string Path => _stored.Path;

    public CheckpointFormat Format => _stored.Format;

    public IReadOnlyDictionary<string, CheckpointEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata => _stored.Metadata;

    public string? NestedUnder => _stored.NestedUnder;

    public IReadOnlyList<string> Ignored => _stored.Ignored;

    /// <summary>The checkpoint itself where its names are today's, or where two of them would become one.</summary>
    public static ICheckpoint For(ICheckpoint checkpoint)
    {
        var names = checkpoint.Entries.Keys.ToList();
        return checkpoint is not RespelledCheckpoint && names.Any(name => Today(name) != name) && names.Select(Today).Distinct(StringComparer.Ordinal).Count() == names.Count
            ? new RespelledCheckpoint(checkpoint)
            : checkpoint;
    }

    public HostTensor Read(string name) => _stored.Read(_storedNames.GetValueOrDefault(name, name));

    public void Read(string name, Span<float> destination) => _stored.Read(_storedNames.GetValueOrDefault(name, name), destination);

    public void Dispose() => _stored.Dispose();

    // torchvision's published ViTs were saved when the layers between were called linear_1 and linear_2 (its pull request 6053).
    private static string Today(string name) => OldLayer().Replace(name, match => match.Groups[1].ValueSpan is "1" ? ".mlp.0." : ".mlp.3.");

    [GeneratedRegex(@"\.mlp\.linear_([12])\.")]
    private static partial Regex OldLayer();
}
