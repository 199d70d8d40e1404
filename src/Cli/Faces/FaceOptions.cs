using System.CommandLine;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>How faces are looked for, as every verb that finds some takes it.</summary>
internal sealed class FaceOptions
{
    private readonly Option<string> _detector = new("--detector")
    {
        Description = "network that finds faces; tiny is several times faster and less sure",
        HelpName = "ssd|tiny",
        DefaultValueFactory = _ => "ssd",
    };
    private readonly Option<double> _minFace = new("--min-face")
    {
        Description = "width of the smallest face that is looked for: a share of the image's shorter side below 1, pixels from 1 on",
        DefaultValueFactory = _ => Defaults.MinFace,
    };
    private readonly Option<bool> _turned = new("--turned")
    {
        Description = "look in eight orientations even if faces are found upright; eight times as slow",
    };
    private readonly Option<int> _workers = new("--workers") { Description = "cores to use", DefaultValueFactory = _ => Defaults.Threads };

    public FaceOptions(Command verb)
    {
        _minFace.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() > 0)) result.AddError("--min-face is above 0.");
        });
        _workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--workers is 1 or more.");
        });
        foreach (var option in new Option[] { _detector, _minFace, _turned, _workers }) verb.Add(option);
    }

    private static FaceAnalyzerOptions Defaults { get; } = new();

    /// <summary>Opens the networks.</summary>
    /// <exception cref="GraftException">A file of weights is missing.</exception>
    public FaceAnalyzer Open(ParseResult parsed) => FaceAnalyzer.Open(Read(parsed));

    /// <summary>What was asked for.</summary>
    public FaceAnalyzerOptions Read(ParseResult parsed) => new()
    {
        Detector = parsed.GetRequiredValue(_detector).Equals("tiny", StringComparison.OrdinalIgnoreCase) ? FaceDetector.Tiny : FaceDetector.SsdMobileNet,
        MinFace = parsed.GetValue(_minFace),
        Turned = parsed.GetValue(_turned),
        Threads = parsed.GetValue(_workers),
    };
}
