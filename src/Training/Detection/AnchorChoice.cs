using Graft.Imaging;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>Anchors of a batch that are learned from, with what they should say.</summary>
internal sealed class AnchorChoice(Box[] anchors)
{
    private readonly List<long> _positive = [], _negative = [];
    private readonly List<float> _codes = [];

    /// <summary>All of them.</summary>
    public int Count => _positive.Count + _negative.Count;

    /// <summary>Those with objects.</summary>
    public int Positives => _positive.Count;

    /// <summary>Anchors that show objects.</summary>
    public void Add(int image, int[] positive, int[] matches, SceneTarget target)
    {
        Span<float> code = stackalloc float[4];
        foreach (var anchor in positive)
        {
            BoxCoder.Plain.Encode(target.Boxes[matches[anchor]], anchors[anchor], code);
            _codes.AddRange(code);
            _positive.Add((long)image * anchors.Length + anchor);
        }
    }

    /// <summary>Anchors that show background.</summary>
    public void AddBackground(int image, int[] negative) => _negative.AddRange(negative.Select(anchor => (long)image * anchors.Length + anchor));

    /// <summary>Rows of the anchors, those with objects first.</summary>
    public torch.Tensor Indices() => torch.tensor([.. _positive, .. _negative]);

    /// <summary>Rows of those with objects.</summary>
    public torch.Tensor PositiveIndices() => torch.tensor(_positive.ToArray());

    /// <summary>One for objects, zero for background.</summary>
    public torch.Tensor IsObject() => HostTensors.From([.. Enumerable.Repeat(1f, Positives), .. new float[_negative.Count]], Count);

    /// <summary>Codes of those with objects.</summary>
    public torch.Tensor Codes() => HostTensors.From(_codes.ToArray(), Positives, 4);
}
