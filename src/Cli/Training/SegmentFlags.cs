using System.CommandLine;
using System.Globalization;
using Graft.Training;

namespace Graft.Cli;

/// <summary>The flags of <c>graft train --task segment</c> that no other task has.</summary>
internal sealed class SegmentFlags
{
    private static readonly SegmentRequest Defaults = new() { Data = "" };

    private readonly Option<string?> _loss = new("--loss") { Description = FormattableString.Invariant($"segmentation: shares of the losses, those left out are 0; ce={Defaults.Loss.CrossEntropy},dice={Defaults.Loss.Dice},focal={Defaults.Loss.Focal} unless given; gamma={Defaults.Loss.FocalGamma} is the focal loss's own"), HelpName = "ce=X,dice=X,focal=X" };
    private readonly Option<string?> _schedule = new("--schedule") { Description = $"segmentation: learning-rate schedule, {Defaults.Schedule} unless given", HelpName = "poly|cosine" };
    private readonly Option<double?> _auxiliary = new("--aux-weight") { Description = FormattableString.Invariant($"segmentation: weight of the auxiliary classifier's loss where the network has one, {Defaults.AuxiliaryWeight} unless given") };
    private readonly Option<int?> _crop = new("--crop") { Description = "segmentation: size of square training crops in pixels, a multiple of 32; by default almost the shorter side, and up to 1.3 times as wide" };

    public SegmentFlags(Command verb)
    {
        _schedule.AcceptOnlyFromAmong("poly", "cosine");
        foreach (var option in All) verb.Add(option);
    }

    private IEnumerable<Option> All => [_loss, _schedule, _auxiliary, _crop];

    /// <summary>The request with what the user gave.</summary>
    /// <exception cref="GraftException">The loss is no list of shares.</exception>
    public SegmentRequest Read(ParseResult parsed, SegmentRequest request) => request with
    {
        Loss = parsed.GetValue(_loss) is { } text ? LossOf(text) : request.Loss,
        Schedule = parsed.GetValue(_schedule) ?? request.Schedule,
        AuxiliaryWeight = parsed.GetValue(_auxiliary) ?? request.AuxiliaryWeight,
        CropSize = parsed.GetValue(_crop) ?? request.CropSize,
    };

    /// <summary>What was given though another task is trained.</summary>
    public IReadOnlyList<Problem> Refused(ParseResult parsed) =>
        [.. All.Where(option => parsed.IsGiven(option)).Select(option => new Problem(option.Name, "It applies to segmentation only.", "Leave it out, or train --task segment."))];

    private static SegmentationLossOptions LossOf(string text)
    {
        var loss = new SegmentationLossOptions { CrossEntropy = 0 };
        foreach (var term in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = term.Split('=', StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) throw Refusal(term);
            loss = parts[0] switch
            {
                "ce" => loss with { CrossEntropy = value },
                "dice" => loss with { Dice = value },
                "focal" => loss with { Focal = value },
                "gamma" => loss with { FocalGamma = value },
                _ => throw Refusal(term),
            };
        }
        return loss;
    }

    private static GraftException Refusal(string term) => new($"'{term}' is not a share of a loss.", "Expected ce, dice, focal or gamma, each with a number.", "For example --loss ce=1,dice=1.");
}
