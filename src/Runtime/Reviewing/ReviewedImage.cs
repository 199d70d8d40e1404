using System.Text.Json;

namespace Graft.Runtime;

/// <summary>An image that was kept, as its json says.</summary>
internal sealed record ReviewedImage
{
    /// <summary>Reasons to keep one.</summary>
    public const string Random = "random", Unsure = "unsure", Unlike = "unlike", Different = "different", Feedback = "feedback";

    /// <summary>Labels of answers that are no single class: a detector's, a segmentation network's.</summary>
    public const string Right = "right", Wrong = "wrong";

    /// <summary>Its name, and that of its files.</summary>
    public required string Id { get; init; }

    /// <summary>The file of the image, beside this one.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of that file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>The model, and the version that answered.</summary>
    public required string Model { get; init; }

    /// <inheritdoc cref="Model"/>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the network.</summary>
    public required string Network { get; init; }

    /// <summary>When it was answered.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The request, and the image's number in it, from 1.</summary>
    public required string RequestId { get; init; }

    /// <inheritdoc cref="RequestId"/>
    public required int Number { get; init; }

    /// <summary>Why it was kept.</summary>
    public required string Reason { get; init; }

    /// <summary>How likely an image like it was to be kept, 0 to 1; 1 for what came with a label, null where it depends on how much there was to do.</summary>
    public double? Chance { get; init; }

    /// <summary>The answer, as it was sent; null where only what is counted is at hand.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>The version that was tried and gave another answer; null where that is not why it was kept.</summary>
    public string? OtherVersion { get; init; }

    /// <summary>The answer of that version.</summary>
    public JsonElement? OtherAnswer { get; init; }

    /// <summary>The best class that was answered, of an image or of its objects.</summary>
    public string? Predicted { get; init; }

    /// <summary>Its score.</summary>
    public double? Score { get; init; }

    /// <summary>What a person says that it is: a class of a classifier, otherwise <see cref="Right"/> or <see cref="Wrong"/>.</summary>
    public string? Label { get; init; }

    /// <summary>When that was said.</summary>
    public DateTimeOffset? LabelledAt { get; init; }

    /// <summary>Whether the answer was right; null where nobody said.</summary>
    public bool? IsRight => Label is null ? null : Label is Right or Wrong ? Label == Right : Label == Predicted;
}
