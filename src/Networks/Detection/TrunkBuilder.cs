namespace Graft.Networks;

/// <summary>Writes what runs over the image: backbone, pyramid, and the answers about anchors. Names are torchvision's.</summary>
internal sealed class TrunkBuilder(DetectionArchitecture architecture, int outputs)
{
    private const string Body = "backbone.body.", Pyramid = "backbone.fpn.";
    private readonly GraphBuilder _g = new(architecture.Name);

    public (Graph Graph, IReadOnlyList<int> Strides) Build()
    {
        var (backbone, taps) = TappedBackbone.Of(architecture);
        var moved = _g.Embed(backbone, _g.Input, Body);
        _g.Begin("head");
        var strides = taps.Select(tap => tap.Stride).ToList();
        var levels = Levels([.. taps.Select(tap => moved[tap.Node])], strides);
        var answers = architecture.IsTwoStage ? Proposals(levels) : Towers(levels);
        _g.End(levels[0], 0);
        return (_g.Build([.. levels.Select((level, i) => new GraphOutput($"level.{i}", level)), .. answers]), strides);
    }

    private List<int> Levels(IReadOnlyList<int> taps, List<int> strides)
    {
        var options = architecture.Pyramid;
        var levels = new int[taps.Count];
        var above = -1;
        for (var i = taps.Count - 1; i >= 0; i--)
        {
            var lateral = PyramidConv($"inner_blocks.{i}", taps[i], 1);
            above = above < 0 ? lateral : _g.Add(lateral, _g.Resize(above, lateral, ResizeMode.Nearest));
            levels[i] = PyramidConv($"layer_blocks.{i}", above, 3);
        }
        List<int> all = [.. levels];
        if (options.Extra == PyramidExtra.None) return all;
        var added = options.Extra == PyramidExtra.Pool ? options.Pools : 2;
        for (var level = 0; level < added; level++) strides.Add(strides[^1] * 2);
        if (options.Extra == PyramidExtra.Pool)
        {
            for (var level = 0; level < added; level++) all.Add(_g.MaxPool(all[^1], Window.Square(1, 2)));
            return all;
        }
        var coarsest = options.Extra == PyramidExtra.P6P7OfBackbone ? taps[^1] : levels[^1];
        var p6 = _g.Conv($"{Pyramid}extra_blocks.p6", coarsest, options.Width, Window.Square(3, 2, 1), bias: true);
        all.Add(p6);
        all.Add(_g.Conv($"{Pyramid}extra_blocks.p7", _g.Relu(p6), options.Width, Window.Square(3, 2, 1), bias: true));
        return all;
    }

    private int PyramidConv(string name, int x, int kernel)
    {
        var options = architecture.Pyramid;
        x = _g.Conv($"{Pyramid}{name}.0", x, options.Width, Window.Square(kernel, 1, kernel / 2), bias: !options.HasNorm);
        return options.HasNorm ? _g.Norm($"{Pyramid}{name}.1", x) : x;
    }

    // One set of filters for all levels.
    private List<GraphOutput> Proposals(List<int> levels)
    {
        var places = architecture.AnchorsPerPlace;
        List<GraphOutput> scores = [], codes = [];
        for (var i = 0; i < levels.Count; i++)
        {
            var x = Tower("rpn.head.conv", levels[i]);
            scores.Add(new($"scores.{i}", _g.Conv("rpn.head.cls_logits", x, places, Window.Square(1), bias: true)));
            codes.Add(new($"codes.{i}", _g.Conv("rpn.head.bbox_pred", x, 4 * places, Window.Square(1), bias: true)));
        }
        return [.. scores, .. codes];
    }

    private List<GraphOutput> Towers(List<int> levels)
    {
        var places = architecture.AnchorsPerPlace;
        List<GraphOutput> scores = [], codes = [];
        for (var i = 0; i < levels.Count; i++)
        {
            var classes = Tower("head.classification_head.conv", levels[i]);
            scores.Add(new($"scores.{i}", _g.Conv("head.classification_head.cls_logits", classes, places * outputs, Window.Square(3, 1, 1), bias: true)));
            var boxes = Tower("head.regression_head.conv", levels[i]);
            codes.Add(new($"codes.{i}", _g.Conv("head.regression_head.bbox_reg", boxes, 4 * places, Window.Square(3, 1, 1), bias: true)));
        }
        return [.. scores, .. codes];
    }

    private int Tower(string name, int x)
    {
        var groups = architecture.TowerGroups;
        for (var i = 0; i < architecture.Depth; i++)
        {
            x = _g.Conv($"{name}.{i}.0", x, architecture.Pyramid.Width, Window.Square(3, 1, 1), bias: groups == 0);
            x = _g.Relu(groups > 0 ? _g.GroupNorm($"{name}.{i}.1", x, groups) : x);
        }
        return x;
    }
}
