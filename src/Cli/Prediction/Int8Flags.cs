using System.CommandLine;
using Graft.Artifacts;

namespace Graft.Cli;

/// <summary>Flags of an export in 8 bits.</summary>
internal sealed class Int8Flags
{
    private static readonly Int8Options Defaults = new();

    private readonly Option<string?> _data = new("--data")
    {
        Description = "with int8: folder of images for the calibration, without labels, in place of the run's own; needed for a network",
    };
    private readonly Option<int> _images = new("--calibration-images")
    {
        Description = "with int8: images that the ranges of the activations are taken from, at most",
        DefaultValueFactory = _ => Defaults.Images,
    };
    private readonly Option<CalibrationMethod> _method = new("--calibration")
    {
        Description = "with int8: how a range is chosen: smallest and largest value, all but 1 of 10 000 values at each end, or the smallest divergence",
        DefaultValueFactory = _ => Defaults.Method,
        HelpName = "minmax|percentile|entropy",
    };
    private readonly Option<string[]> _keep = new("--keep")
    {
        Description = "with int8: a stage (stem, stage1) or a layer that stays in 32 bits; may be given several times",
        HelpName = "NAME",
    };
    private readonly Option<double> _maxDrop = new("--max-drop")
    {
        Description = "with int8: largest loss of the main metric in percentage points; beyond it layers stay in 32 bits, and if that does not help "
            + "nothing is written",
        DefaultValueFactory = _ => Defaults.MaxDrop * 100,
    };

    /// <summary>Adds them to a verb.</summary>
    public Int8Flags(Command verb)
    {
        foreach (var option in All) verb.Add(option);
        _images.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000) result.AddError("--calibration-images takes 1 to 100000.");
        });
        _maxDrop.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and <= 100)) result.AddError("--max-drop takes 0 to 100 percentage points.");
        });
    }

    private Option[] All => [_data, _images, _method, _keep, _maxDrop];

    /// <summary>What was chosen.</summary>
    public Int8Options Read(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(_data),
        Images = parsed.GetValue(_images),
        Method = parsed.GetValue(_method),
        Kept = parsed.GetValue(_keep) ?? [],
        MaxDrop = parsed.GetValue(_maxDrop) / 100,
    };

    /// <summary>Refuses them where another precision was chosen.</summary>
    /// <exception cref="GraftException">One was given.</exception>
    public void RequireNone(ParseResult parsed)
    {
        string[] given = [.. All.Where(parsed.IsGiven).Select(option => option.Name), .. ImageOptions.NamesGiven(parsed)];
        if (given.Length > 0)
            throw new GraftException($"{Words.And(given)} {Words.Was(given.Length)} given, which {(given.Length == 1 ? "is" : "are")} for 8 bits.",
                cure: $"Add --precision {Manifest.Int8}, or leave {(given.Length == 1 ? "it" : "them")} out.");
    }
}
