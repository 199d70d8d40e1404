using System.Runtime.InteropServices;

namespace Graft.Training;

/// <summary>What a network says to images, a row of numbers each, and their labels.</summary>
internal sealed class LabelledRows
{
    private readonly List<float> _numbers = [];
    private readonly List<int> _labels = [];

    public ReadOnlySpan<float> Numbers => CollectionsMarshal.AsSpan(_numbers);

    public IReadOnlyList<int> Labels => _labels;

    public void Add(TorchOutput output, Batch batch)
    {
        _numbers.AddRange(MemoryMarshal.Cast<byte, float>(output.Output.contiguous().bytes));
        _labels.AddRange(batch.Targets.Take(batch.Count).Cast<int>());
    }

    /// <summary>The number of labels, the labels, the numbers.</summary>
    public byte[] State() => MemoryMarshal.AsBytes<int>([_labels.Count, .. _labels, .. MemoryMarshal.Cast<float, int>(Numbers)]).ToArray();

    /// <summary>Adds another's, after what is here.</summary>
    public void Add(byte[] state)
    {
        var values = MemoryMarshal.Cast<byte, int>(state);
        _labels.AddRange(values.Slice(1, values[0]));
        _numbers.AddRange(MemoryMarshal.Cast<int, float>(values[(1 + values[0])..]));
    }
}
