using System.Buffers.Binary;
using System.Globalization;
using Graft.Artifacts;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>When a classifier does not answer, by what its file knows of images that it did not learn from. Thread-safe.</summary>
internal sealed class Abstention
{
    // Round rates, of which one is named where a lower one cannot be kept.
    private static readonly double[] Rates = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

    private readonly AbstentionData _data;
    private readonly NearestTrained? _trained;
    private readonly IReadOnlyList<HeldOutAnswer> _answers;
    private readonly int _classes;
    private readonly Lazy<double?> _lowestRate; // a search, asked for by each refusal

    /// <param name="data">What the file knows.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="width">Numbers of an embedding; 0 where the file has none.</param>
    public Abstention(AbstentionData data, int classes, int width)
    {
        (_data, _classes, _answers) = (data, classes, AnswersOf(data));
        _lowestRate = new(() => Rates.Cast<double?>().FirstOrDefault(rate => RiskControl.Choose(_answers, rate!.Value).Confidence is not null));
        if (width > 0 && data is { UnlikeDistance: not null, Dimensions: > 0 }) _trained = new NearestTrained(width, data.Dimensions, data.Embeddings);
    }

    /// <summary>What the file knows.</summary>
    public AbstentionData Data => _data;

    /// <summary>Held-out images with an answer.</summary>
    public int Images => _answers.Count;

    /// <summary>How far an image is from those of the training; null where the file cannot tell.</summary>
    public double? Distance(ReadOnlySpan<float> embedding) => _trained?.Distance(embedding);

    /// <summary>Whether an image is unlike those of the training.</summary>
    /// <param name="distance">See <see cref="Distance"/>.</param>
    public bool IsUnlike(double? distance) => distance > _data.UnlikeDistance;

    /// <summary>The thresholds for a rate.</summary>
    /// <exception cref="GraftException">The held-out images cannot keep it; the message says how many it would take.</exception>
    public ClassThresholds Thresholds(double rate)
    {
        var thresholds = new ClassThresholds(_answers, _classes, rate);
        return thresholds.Overall.Confidence is not null ? thresholds : throw Refuse(rate);
    }

    /// <summary>What is said of an image.</summary>
    /// <param name="thresholds">See <see cref="Thresholds"/>.</param>
    /// <param name="label">The predicted class.</param>
    /// <param name="confidence">Its probability.</param>
    /// <param name="distance">See <see cref="Distance"/>.</param>
    public string Decide(ClassThresholds thresholds, int label, float confidence, double? distance) =>
        IsUnlike(distance) ? Decisions.Unlike : confidence >= thresholds.Of(label) ? Decisions.Answer : Decisions.Unsure;

    /// <summary>The lowest round rate that the held-out images can keep; null for none.</summary>
    public double? LowestRate => _lowestRate.Value;

    /// <summary>Answers as they are kept.</summary>
    public static (byte[] Confidences, byte[] Labels) Pack(IReadOnlyList<HeldOutAnswer> answers)
    {
        var (confidences, labels) = (new byte[4 * answers.Count], new byte[2 * answers.Count]);
        foreach (var (at, answer) in answers.Index())
        {
            BinaryPrimitives.WriteSingleLittleEndian(confidences.AsSpan(4 * at), answer.Confidence);
            BinaryPrimitives.WriteUInt16LittleEndian(labels.AsSpan(2 * at), (ushort)(answer.Label << 1 | (answer.IsRight ? 1 : 0)));
        }
        return (confidences, labels);
    }

    private static HeldOutAnswer[] AnswersOf(AbstentionData data) => [.. Enumerable.Range(0, data.Labels.Length / 2).Select(at =>
    {
        var label = BinaryPrimitives.ReadUInt16LittleEndian(data.Labels.AsSpan(2 * at));
        return new HeldOutAnswer(BinaryPrimitives.ReadSingleLittleEndian(data.Confidences.AsSpan(4 * at)), label >> 1, (label & 1) == 1);
    })];

    private GraftException Refuse(double rate)
    {
        var needed = RiskControl.Needed(rate);
        var asked = Percent(rate);
        var what = Images < needed
            ? $"{Words.Count(Images, "image")} that the network did not learn from cannot bound the errors by {asked}, not even without one."
            : $"Of the {Images} images that the network did not learn from, even the surest answers are wrong too often to bound the errors by {asked}.";
        return new(what, $"It takes {needed} at least, all answered right, for {asked} to hold in 95 of 100 cases.",
            (LowestRate is { } lowest ? $"Ask for {lowest.ToString("0.###", CultureInfo.InvariantCulture)} or more, or train with more images."
                : "Train with more images.") + " Each set of copies and each group counts as one.");
    }

    private static string Percent(double rate) => (100 * rate).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
