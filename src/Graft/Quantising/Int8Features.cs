using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft;

/// <summary>Makes parts of a network ready to run in 8 bits, with ranges from images that it looks at first.</summary>
internal sealed class Int8Features : IForwardFactory
{
    private const int Images = 128;

    private readonly IReadOnlyDictionary<string, ActivationRange> _ranges;

    /// <summary>With ranges that are known.</summary>
    public Int8Features(IReadOnlyDictionary<string, ActivationRange> ranges) => _ranges = ranges;

    /// <summary>Calibrates.</summary>
    /// <param name="graph">The part whose features are wanted; its last layer is in 8 bits too, as it is before the head of a model file.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="preprocess">How an image becomes its input.</param>
    /// <param name="paths">The images, of which some are drawn.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="GraftException">Nothing can be quantised, or an image cannot be read.</exception>
    public static Int8Features Of(Graph graph, ParameterSet parameters, Preprocess preprocess, IReadOnlyList<string> paths,
        IProgress<RunEvent>? progress, CancellationToken cancellation) =>
        new(RangesOf(graph, parameters, preprocess, ReferenceImages.Drawn(paths, Images, seed: 1), hasLastLayer: true, progress, cancellation));

    /// <summary>The ranges of the activations on images.</summary>
    /// <param name="graph">The network, or a part of it.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="preprocess">How an image becomes its input.</param>
    /// <param name="drawn">The images.</param>
    /// <param name="hasLastLayer">Whether its last layer is to be in 8 bits too.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static IReadOnlyDictionary<string, ActivationRange> RangesOf(Graph graph, ParameterSet parameters, Preprocess preprocess,
        IReadOnlyList<string> drawn, bool hasLastLayer, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var observer = new ActivationObserver();
        using var network = new OnnxForwardFactory(new RuntimeOptions { Observer = observer })
            .Create(graph, parameters, preprocess, new OnnxForm { Observer = observer, HasLastLayer = hasLastLayer });
        if (observer.Names.Count == 0) throw Quantiser.NoLayer();
        var length = network.OutputShape.Aggregate((product, side) => product * side);
        new ImageLoop(progress, cancellation).Observe(drawn, observer, at =>
            network.RunHere(preprocess.Load(drawn[at]).Pixels, 1, new float[length], cancellation));
        return observer.Ranges(new Int8Options().Method);
    }

    /// <summary>Of the ranges, for the keys of what is cached: other images give others.</summary>
    public string Key
    {
        get
        {
            var lines = _ranges.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value.Min:R} {pair.Value.Max:R}"));
            return $"{Manifest.Int8}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16]}";
        }
    }

    /// <inheritdoc/>
    public IForward Create(Graph graph, ParameterSet parameters, Preprocess preprocess) =>
        new OnnxForwardFactory().Create(graph, parameters, preprocess, new OnnxForm { Quantisation = new(_ranges), HasLastLayer = true });
}
