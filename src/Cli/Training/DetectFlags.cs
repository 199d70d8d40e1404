using System.CommandLine;
using System.Globalization;
using Graft.Networks;

namespace Graft.Cli;

/// <summary>The flags of <c>graft train</c> that only detectors and instance segmentation have.</summary>
internal sealed class DetectFlags
{
    private readonly Option<int?> _width = new("--fpn-width") { Description = "objects: channels of the feature pyramid over a backbone; 128, and 96 for retinanet_..., unless given" };
    private readonly Option<string?> _strides = new("--fpn-strides") { Description = "objects: strides of the pyramid levels, the finest first; 8,16,32 unless given", HelpName = "N,N,..." };
    private readonly Option<PyramidExtra?> _extra = new("--fpn-extra") { Description = "objects: coarser levels on top of the pyramid; pool, and p6p7 for retinanet_..., unless given", HelpName = "none|pool|p6p7|p6p7OfBackbone" };

    public DetectFlags(Command verb)
    {
        foreach (var option in All) verb.Add(option);
    }

    private IEnumerable<Option> All => [_width, _strides, _extra];

    /// <summary>The request with what the user gave.</summary>
    /// <exception cref="GraftException">The strides are no numbers.</exception>
    public DetectRequest Read(ParseResult parsed, DetectRequest request) => All.Any(option => parsed.IsGiven(option))
        ? request with { Pyramid = new() { Width = parsed.GetValue(_width), Strides = parsed.GetValue(_strides) is { } text ? Numbers(text) : null, Extra = parsed.GetValue(_extra) } }
        : request;

    /// <summary>What was given though another task is trained.</summary>
    public IReadOnlyList<Problem> Refused(ParseResult parsed) =>
        [.. All.Where(option => parsed.IsGiven(option)).Select(option => new Problem(option.Name, "It applies to detection and instances only.", "Leave it out, or train --task detect or instances."))];

    private static IReadOnlyList<int> Numbers(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new GraftException($"'{word}' is not a stride.", "Expected whole numbers with commas between them.", "For example --fpn-strides 4,8,16,32."))];
}
