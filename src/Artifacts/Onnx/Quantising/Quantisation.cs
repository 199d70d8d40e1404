using System.Text.Json.Serialization;

namespace Graft.Artifacts;

/// <summary>What is known of a network's activations, and what of it stays in 32 bits.</summary>
/// <param name="Ranges">Range of each activation by its name in the file, see <see cref="ActivationHistogram"/>.</param>
internal sealed record Quantisation(IReadOnlyDictionary<string, ActivationRange> Ranges)
{
    /// <summary>Stages (stem, stage1, head) and layers (their published names) that stay in 32 bits, beside the first and the last layers.</summary>
    public IReadOnlySet<string> Kept { get; init; } = new HashSet<string>();

    /// <summary>Told what was quantised when the file is written.</summary>
    public Action<QuantisedLayers>? Report { get; init; }
}

/// <summary>Smallest and largest value that 8 bits need to hold.</summary>
internal readonly record struct ActivationRange(float Min, float Max)
{
    private const int Steps = byte.MaxValue;

    /// <summary>Mean squared error of the codes, as a share of the values' mean square.</summary>
    public double Loss { get; init; }

    /// <summary>Step and zero of unsigned 8 bits: value = (code - zero) x step. Zero itself is always held exactly.</summary>
    [JsonIgnore]
    public (float Step, byte Zero) Codes
    {
        get
        {
            var (low, high) = (Math.Min(Min, 0), Math.Max(Max, 0));
            var step = (high - low) / Steps;
            if (!(step > 0) || !float.IsFinite(step)) return (1, 0);
            return (step, (byte)Math.Clamp(MathF.Round(-low / step), 0, Steps));
        }
    }
}

/// <summary>A layer whose weights became 8 bits.</summary>
/// <param name="Name">Its published name.</param>
/// <param name="Loss">Mean squared error of its weights and of what it reads, each as a share of the mean square.</param>
internal sealed record QuantisedLayer(string Name, double Loss);

/// <summary>What became 8 bits.</summary>
/// <param name="All">Every layer, once for each map that it reads.</param>
/// <param name="Tested">The last of them, in the order of the output <see cref="OnnxWriter.SelfTest"/>.</param>
/// <param name="Places">Where it is rounded.</param>
internal sealed record QuantisedLayers(IReadOnlyList<QuantisedLayer> All, IReadOnlyList<TestedLayer> Tested, QuantisedPlaces Places);

/// <summary>Where a file of 8 bits rounds.</summary>
/// <param name="Quantised">Nodes that work on codes, by the names of their answers.</param>
/// <param name="Codes">Every activation that exists in 8 bits, with its range.</param>
/// <param name="Made">Those of them that exist in 8 bits only; where a bound follows, under the name of its answer.</param>
internal sealed record QuantisedPlaces(IReadOnlySet<string> Quantised, IReadOnlyDictionary<string, ActivationRange> Codes,
    IReadOnlyDictionary<string, ActivationRange> Made);
