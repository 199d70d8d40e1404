using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Candidates of one image, of which the best of every class and place stay.</summary>
internal sealed class DetectionPool(DetectionOptions options)
{
    private readonly List<Box> _boxes = [];
    private readonly List<float> _scores = [];
    private readonly List<int> _labels = [];

    public void Add(Box box, int label, float score)
    {
        if (!(box.Width >= options.SmallestSide && box.Height >= options.SmallestSide)) return;
        _boxes.Add(box);
        _scores.Add(score);
        _labels.Add(label);
    }

    public IReadOnlyList<Detection> Best()
    {
        var boxes = _boxes.ToArray();
        var kept = Nms.Run(boxes, _scores.ToArray(), _labels.ToArray(), options.OverlapThreshold, options.MaxDetections);
        return [.. kept.Select(i => new Detection(boxes[i], _labels[i], _scores[i]))];
    }
}
