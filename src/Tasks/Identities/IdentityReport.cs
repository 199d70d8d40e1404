using System.Text.Json.Serialization;

namespace Graft.Tasks;

/// <summary>How well descriptors tell identities apart; <see cref="EvaluationReport.Classes"/> are the identities.</summary>
public sealed record IdentityReport : EvaluationReport
{
    /// <summary>Images compared.</summary>
    public required int Images { get; init; }

    /// <inheritdoc/>
    public override int ImageCount => Images;

    /// <inheritdoc/>
    [JsonIgnore]
    internal override (string One, string Many) ClassWords => ("identity", "identities");

    /// <summary>Pairs of images of one identity.</summary>
    public required int MatedPairs { get; init; }

    /// <summary>Pairs of images of two.</summary>
    public required int NonMatedPairs { get; init; }

    /// <summary>Beside the frozen network on the same images; null where it was not compared.</summary>
    [JsonInclude]
    internal IdentityComparison? AgainstFrozen { get; init; }
}
