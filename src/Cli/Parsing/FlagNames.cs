using System.CommandLine;
using System.Text.RegularExpressions;
using Graft.Data;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft.Cli;

/// <summary>
/// Properties of requests by the flags that set them. The libraries know their properties only, and whoever typed <c>--imgsz</c> shall not read of
/// ImageSize.
/// </summary>
internal static partial class FlagNames
{
    // Only what is not the property's name in small letters with hyphens.
    private static readonly (string Property, string[] Flags)[] Own =
    [
        (nameof(TrainRequest.ImageSize), ["--imgsz"]),
        (nameof(TrainRequest.LearningRate), ["--lr"]),
        (nameof(TrainRequest.LearningRatePer), ["--lr-per"]),
        (nameof(TrainRequest.CompressGradients), ["--compress"]),
        (nameof(TrainRequest.ValidationShare), ["--val-split"]),
        (nameof(TrainRequest.TestShare), ["--test-split"]),
        (nameof(TrainRequest.CompareSeconds), ["--time"]),
        (nameof(TrainRequest.QuantisationAware), ["--qat"]),
        (nameof(TrainRequest.SecondsLimit), ["--max-seconds"]),
        (nameof(ClassifyRequest.Augmentation), ["--augment"]),
        (nameof(EvaluationRequest.Split), ["--split"]),
        (nameof(EvaluationRequest.OutputFolder), ["--out"]),
        (nameof(FeatureRequest.UseCache), ["--no-cache"]),
        (nameof(SegmentRequest.CropSize), ["--crop"]),
        (nameof(SegmentRequest.AuxiliaryWeight), ["--aux-weight"]),
        (nameof(SegmentationLossOptions.CrossEntropy), ["--loss"]),
        (nameof(SegmentationLossOptions.Dice), ["--loss"]),
        (nameof(SegmentationLossOptions.Focal), ["--loss"]),
        (nameof(SegmentationLossOptions.FocalGamma), ["--loss"]),
        (nameof(DetectRequest.Pyramid), ["--fpn-width", "--fpn-strides", "--fpn-extra"]),
        (nameof(PyramidChoice.Width), ["--fpn-width"]),
        (nameof(PyramidChoice.Strides), ["--fpn-strides"]),
        (nameof(PyramidChoice.Extra), ["--fpn-extra"]),
        (nameof(RuntimeOptions.BatchSize), ["--batch"]),
        (nameof(ExaminationOptions.OnBadObject), ["--on-bad-image"]),
        (nameof(ExaminationOptions.NearDuplicateBits), ["--near-copies"]),
        (nameof(RecommendRequest.Data), ["--recommend"]),
        (nameof(RecommendRequest.Models), ["NAME"]),
        (nameof(CompositionOptions.TrainImages), ["--train"]),
        (nameof(CompositionOptions.ValidationImages), ["--val"]),
        (nameof(CompositionOptions.TestImages), ["--test"]),
        (nameof(CompositionOptions.Blends), ["--blend"]),
        (nameof(CompositionOptions.MaxObjects), ["--objects"]),
        (nameof(CompositionOptions.MaxCovered), ["--occlusion"]),
        (nameof(CompositionOptions.ObjectSize), ["--smallest", "--largest"]),
    ];

    /// <summary>The flags or the argument of a verb that set the property; null where it has none.</summary>
    public static string? Of(string property, Command verb)
    {
        var plain = Hyphens().Replace(property, "-$0").ToLowerInvariant();
        string[] names = [.. verb.Options.Select(option => option.Name), .. verb.Arguments.Select(argument => argument.Name)];
        string[][] candidates = [[$"--{plain}"], [plain.ToUpperInvariant()], .. Own.Where(row => row.Property == property).Select(row => row.Flags)];
        return candidates.FirstOrDefault(flags => flags.All(names.Contains)) is { } found ? string.Join(" and ", found) : null;
    }

    /// <summary>The message of a refusal, with flags in place of properties.</summary>
    public static string Describe(ProblemsException refusal, ParseResult parsed)
    {
        var heading = refusal.Message.Split('\n')[0];
        return string.Join('\n', refusal.Problems.OrderBy(problem => problem.IsWarning).Select(problem => $"  {InFlags(problem, parsed)}").Prepend(heading));
    }

    /// <summary>The same for one finding.</summary>
    public static Problem InFlags(Problem problem, ParseResult parsed)
    {
        var verb = parsed.CommandResult.Command;
        var names = problem.Where.Split(", ");
        var flags = names.Select(name => Of(name, verb)).ToList();
        if (names.Any(name => !PropertyName().IsMatch(name)) || flags.Contains(null)) return problem with { What = Plain(problem.What, null) };
        var option = verb.Options.FirstOrDefault(option => option.Name == flags[0]);
        var given = option is null ? null : parsed.GetResult(option)?.Tokens.LastOrDefault()?.Value;
        return problem with { Where = string.Join(", ", flags.Distinct()), What = Plain(problem.What, given) };
    }

    // The sentences of System.ComponentModel.DataAnnotations.
    private static string Plain(string what, string? given)
    {
        if (OutOfRange().Match(what) is { Success: true } range) return $"{given ?? "It"} is not between {range.Groups[1].Value} and {range.Groups[2].Value}.";
        var quoted = given is null ? "It" : $"'{given}'";
        if (WrongWord().Match(what) is { Success: true } word) return $"{quoted} is none of {word.Groups[1].Value.Replace("|", ", ")}.";
        return AnyField().Replace(what, "It ");
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Hyphens();

    [GeneratedRegex(@"^[A-Z]\w*$")]
    private static partial Regex PropertyName();

    [GeneratedRegex(@"^The field \w+ must be between (\S+) and (\S+?)\.$")]
    private static partial Regex OutOfRange();

    [GeneratedRegex(@"^The field \w+ must match the regular expression '(.+)'\.$")]
    private static partial Regex WrongWord();

    [GeneratedRegex(@"^The (field )?[A-Z]\w+ (field )?")]
    private static partial Regex AnyField();
}
