using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>Images of noise with a colour per class, made when asked for: learnt by any network in a few steps.</summary>
internal sealed class ColourImages(int count, int classes, int side) : ILabelledImages
{
    private int _loads;

    public int Count => count;

    /// <summary>Images loaded so far.</summary>
    public int Loads => _loads;

    /// <summary>Whether epochs differ, as with augmentation.</summary>
    public bool IsAugmented { get; init; }

    /// <summary>Throws instead of loading this one.</summary>
    public int Broken { get; init; } = -1;

    public int LabelOf(int index) => index % classes;

    public string NameOf(int index) => $"colour{LabelOf(index)}/{index}.png";

    public string? ContentHashOf(int index) => IsAugmented ? null : $"{side}-{classes}-{index}";

    public object Load(int index, int epoch, Span<byte> destination)
    {
        Interlocked.Increment(ref _loads);
        if (index == Broken) throw new GraftException($"'{NameOf(index)}' cannot be read.");
        var random = SeededRandom.For((ulong)index, IsAugmented ? $"epoch {epoch}" : "picture");
        for (var i = 0; i < side * side; i++)
            for (var channel = 0; channel < 3; channel++)
                destination[3 * i + channel] = (byte)(random.Next(160) + (channel == LabelOf(index) % 3 ? 95 : 0));
        return LabelOf(index);
    }
}
