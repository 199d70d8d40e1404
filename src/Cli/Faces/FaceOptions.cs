using System.CommandLine;
using Graft.Networks;
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
    private readonly Option<string?> _descriptor = new("--descriptor")
    {
        Description = "another network to describe faces: an ONNX file with its contract beside it (FILE.json), or the name of one that `graft models pull` "
            + "brought; the bundled one unless given",
        HelpName = "FILE.onnx",
    };
    private readonly bool _hasDescriptor;
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

    /// <param name="verb">Its command.</param>
    /// <param name="hasDescriptor">Whether it takes one network to describe with.</param>
    public FaceOptions(Command verb, bool hasDescriptor = true)
    {
        _hasDescriptor = hasDescriptor;
        _minFace.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() > 0)) result.AddError("--min-face is above 0.");
        });
        _workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--workers is 1 or more.");
        });
        foreach (var option in new Option[] { _detector, _minFace, _turned, _workers }) verb.Add(option);
        if (hasDescriptor) verb.Add(_descriptor);
    }

    private static FaceAnalyzerOptions Defaults { get; } = new();

    /// <summary>Opens the networks, and says the terms of a descriptor that is not the bundled one.</summary>
    /// <exception cref="GraftException">A file of weights is missing, or the descriptor is none.</exception>
    public FaceAnalyzer Open(ParseResult parsed, Terminal terminal) => Open(Read(parsed), terminal);

    /// <summary>The same with what was asked for.</summary>
    public static FaceAnalyzer Open(FaceAnalyzerOptions options, Terminal terminal)
    {
        var analyzer = FaceAnalyzer.Open(options);
        if (analyzer.Contract is not { Licence: { } licence } contract) return analyzer;
        terminal.Say($"descriptors of {contract.Descriptor}, under {licence}, from {contract.Source}");
        if (LicenceTerms.ForbidsCommercialUse(licence)) terminal.Warn($"{contract.Descriptor} is under {licence}, which forbids commercial use.");
        return analyzer;
    }

    /// <summary>What the next step needs to describe with the same network.</summary>
    public IReadOnlyList<string> Again(ParseResult parsed) => parsed.GetValue(_descriptor) is { } given ? [_descriptor.Name, given] : [];

    /// <summary>What was asked for.</summary>
    /// <exception cref="GraftException">A network is named that is not on this machine.</exception>
    public FaceAnalyzerOptions Read(ParseResult parsed) => new()
    {
        Detector = parsed.GetRequiredValue(_detector).Equals("tiny", StringComparison.OrdinalIgnoreCase) ? FaceDetector.Tiny : FaceDetector.SsdMobileNet,
        Descriptor = _hasDescriptor && parsed.GetValue(_descriptor) is { } given ? PublishedFaces.FileOf(given) : null,
        MinFace = parsed.GetValue(_minFace),
        Turned = parsed.GetValue(_turned),
        Threads = parsed.GetValue(_workers),
    };
}
