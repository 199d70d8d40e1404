using System.Text.Json;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft;

/// <summary>
/// The ranges of a run that is trained for 8 bits. They are observed once, before the first step, so that training and the file of 8 bits round alike, and
/// kept in the run's folder.
/// </summary>
/// <param name="Images">Training images that they are from.</param>
/// <param name="Ranges">As of <see cref="Quantisation"/>.</param>
internal sealed record RunRanges(int Images, IReadOnlyDictionary<string, ActivationRange> Ranges)
{
    /// <summary>Name of the file in the folder.</summary>
    public const string FileName = "ranges.json";

    /// <summary>Those of the folder where it goes on with a training, otherwise observed and kept there.</summary>
    /// <param name="run">The run.</param>
    /// <param name="graph">The whole network.</param>
    /// <param name="parameters">Its parameters before the first step.</param>
    /// <param name="preprocess">How an image becomes its input.</param>
    /// <param name="paths">The training images, of which some are drawn.</param>
    /// <exception cref="GraftException">Nothing can be quantised, or an image cannot be read.</exception>
    public static RunRanges Of(RunFit run, Graph graph, ParameterSet parameters, Preprocess preprocess, IReadOnlyList<string> paths)
    {
        if (run.Resumes && Find(run.Folder) is { } kept) return kept;
        var options = new Int8Options();
        var drawn = ReferenceImages.Drawn(paths, options.Images, options.Seed);
        var ranges = new RunRanges(drawn.Count,
            Int8Features.RangesOf(graph, parameters, preprocess, drawn, hasLastLayer: false, run.Progress, run.Cancellation));
        run.Folder.WriteJson(FileName, ranges);
        return ranges;
    }

    /// <summary>Those of a run; null where it was not trained for 8 bits.</summary>
    /// <exception cref="GraftException">The file is damaged.</exception>
    public static RunRanges? Find(RunFolder folder)
    {
        if (!File.Exists(folder[FileName])) return null;
        try
        {
            if (JsonSerializer.Deserialize<RunRanges>(File.ReadAllText(folder[FileName]), Json.Options) is { Ranges.Count: > 0 } ranges) return ranges;
        }
        catch (JsonException)
        {
        }
        throw new GraftException($"'{folder[FileName]}' cannot be read.", "It has the ranges of 8 bits that the run was trained for.",
            "Train it again; or delete it, and export with ranges that are observed anew.");
    }
}
