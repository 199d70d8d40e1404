namespace Graft.Networks;

/// <summary>Detectors by name: torchvision's, and one over every backbone of the catalogue.</summary>
public static class DetectionCatalogue
{
    private const int Levels = 4; // of a small two-stage detector: strides 8 to 64
    private const string OneStage = "retinanet_", Masks = "maskrcnn_";
    private const string RetinaNet = "Focal Loss for Dense Object Detection, arXiv:1708.02002";
    private const string MaskRcnn = "Mask R-CNN, arXiv:1703.06870";

    private static readonly PyramidChoice Default = new();
    private static readonly IReadOnlyList<string> ResNetStages = ["stage1", "stage2", "stage3", "stage4"];
    private static readonly IReadOnlyList<IReadOnlyList<float>> Octaves = [[32], [64], [128], [256], [512]];
    private static readonly IReadOnlyList<IReadOnlyList<float>> ThreeScales = [.. Octaves.Select(octave => Thirds(octave[0]))];
    private static readonly IReadOnlyList<float> AllOctaves = [32, 64, 128, 256, 512];

    private static readonly BoxHeadOptions DeepBoxHead = new() { Convolutions = [256, 256, 256, 256], Hidden = [1024] };

    private static readonly DetectionArchitecture FasterRcnn = new(new() { Taps = ResNetStages })
    {
        Name = "fasterrcnn_resnet50_fpn",
        Backbone = "resnet50",
        AnchorSizes = Octaves,
    };

    private static readonly DetectionArchitecture FasterRcnn2 = FasterRcnn with
    {
        Name = "fasterrcnn_resnet50_fpn_v2",
        Pyramid = FasterRcnn.Pyramid with { HasNorm = true },
        BoxHead = DeepBoxHead,
        Depth = 2,
    };

    private static readonly DetectionArchitecture Mobile = new(new() { Taps = ["features.13", "features.16"] })
    {
        Name = "fasterrcnn_mobilenet_v3_large_fpn",
        Backbone = "mobilenet_v3_large",
        AnchorSizes = [AllOctaves, AllOctaves, AllOctaves],
        ProposalThreshold = 0.05f,
        NormEpsilon = 1e-5, // the plain norms that torchvision builds them with; the classifier's have 1e-3
    };

    private static readonly DetectionArchitecture Retina = FasterRcnn with
    {
        Name = "retinanet_resnet50_fpn",
        Pyramid = new() { Taps = ["stage2", "stage3", "stage4"], Extra = PyramidExtra.P6P7 },
        AnchorSizes = ThreeScales,
        BoxHead = null,
        Depth = 4,
        MaxDetections = 300,
        Paper = RetinaNet,
    };

    private static readonly IReadOnlyList<DetectionArchitecture> Rows =
    [
        FasterRcnn,
        FasterRcnn2,
        Mobile,
        Mobile with { Name = "fasterrcnn_mobilenet_v3_large_320_fpn", ShorterSide = 320, LongerSide = 640, Proposals = 150 },
        FasterRcnn with { Name = "maskrcnn_resnet50_fpn", MaskHead = MaskHeadOptions.Default, Paper = MaskRcnn },
        FasterRcnn2 with { Name = "maskrcnn_resnet50_fpn_v2", MaskHead = MaskHeadOptions.Default with { HasNorm = true }, Paper = MaskRcnn },
        Retina,
        Retina with
        {
            Name = "retinanet_resnet50_fpn_v2",
            Pyramid = Retina.Pyramid with { Extra = PyramidExtra.P6P7OfBackbone },
            TowerGroups = 32,
            BoxLoss = BoxLoss.GeneralizedIoU,
        },
    ];

    /// <summary>Objects that any of the detectors answers for an image at most.</summary>
    internal static int MaxDetections { get; } = Rows.Max(row => row.MaxDetections);

    /// <summary>torchvision's detectors that can be built.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rows.Where(row => ModelCatalogue.Names.Contains(row.Backbone)).Select(row => row.Name)];

    /// <summary>
    /// The detector of that name. The name of a backbone alone stands for a Faster R-CNN made for small data on a processor: images of
    /// about 320 pixels, a narrow pyramid and small heads; <c>retinanet_BACKBONE</c> is the one-stage detector over it, <c>maskrcnn_BACKBONE</c>
    /// the Faster R-CNN with a narrow mask head.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="choice">Another pyramid than usual for a detector over a backbone; torchvision's have the ones they were published with.</param>
    /// <exception cref="GraftException">There is none, its pyramid is fixed, or the backbone has no maps of the strides that are needed.</exception>
    public static DetectionArchitecture Find(string name, PyramidChoice? choice = null)
    {
        choice ??= Default;
        if (Rows.FirstOrDefault(row => row.Name == name) is { } published)
            return choice.IsDefault
                ? published
                : throw new GraftException($"'{name}' has the pyramid it was published with.", "Its checkpoints would not fit another.",
                    $"Name its backbone alone to choose the pyramid: {published.Backbone}, {OneStage}{published.Backbone} or {Masks}{published.Backbone}.");
        var prefix = new[] { OneStage, Masks }.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        var backbone = name[prefix.Length..];
        if (!ModelCatalogue.Names.Contains(backbone) && !ModelCatalogue.Twins.Contains(backbone))
            throw new GraftException($"No detector is called '{name}'.", Nearest.Question(backbone, [.. Names, .. ModelCatalogue.Names]),
                "Name one of torchvision's, or any model of `graft models` as a backbone.");
        return prefix switch
        {
            OneStage => SmallOneStage(name, backbone, choice),
            Masks => Small(name, backbone, choice) with { MaskHead = MaskHeadOptions.Small, Paper = MaskRcnn },
            _ => Small(name, backbone, choice),
        };
    }

    /// <summary>The detectors over a backbone, with two stages and with one; none where its maps do not fit.</summary>
    /// <param name="model">The backbone, with or without the tag of its weights.</param>
    internal static IReadOnlyList<string> Over(string model)
    {
        var backbone = model.Split('.')[0];
        return Fits(backbone) && Fits(OneStage + backbone) ? [model, OneStage + model] : Fits(backbone) ? [model] : [];

        static bool Fits(string name)
        {
            try
            {
                Find(name);
                return true;
            }
            catch (GraftException)
            {
                return false;
            }
        }
    }

    /// <summary>Whether a name is that of a network that draws masks; false for names of nothing too.</summary>
    public static bool HasMasks(string name) =>
        Rows.Any(row => row.Name == name && row.MaskHead is not null) || name.StartsWith(Masks, StringComparison.Ordinal);

    /// <summary>The name of the network that draws masks: one with a mask head as it is, <c>maskrcnn_BACKBONE</c> for a backbone.</summary>
    /// <param name="model">A name for <see cref="Find"/>, with or without the tag of the backbone's weights.</param>
    /// <exception cref="GraftException">There is no such network, or it is a detector of boxes only.</exception>
    public static string WithMasks(string model)
    {
        var name = model.Split('.')[0];
        var architecture = Find(name);
        if (architecture.MaskHead is not null) return model;
        if (name == architecture.Backbone) return Masks + model;
        throw new GraftException($"'{name}' finds boxes and draws no masks.", "Instances need a network with a mask head.",
            $"Use {Masks}resnet50_fpn, {Masks}{architecture.Backbone}, or any model of `graft models` as a backbone; or {Flag.Task("detect")}.");
    }

    private static DetectionArchitecture Small(string name, string backbone, PyramidChoice choice)
    {
        var taps = TapsOf(backbone, choice.Strides);
        var pyramid = new PyramidOptions
        {
            Taps = [.. taps.Select(tap => tap.Name)],
            Width = choice.Width ?? 128,
            Extra = choice.Extra ?? PyramidExtra.Pool,
            Pools = choice.Strides is null ? Levels - taps.Count : 1,
        };
        return new(pyramid)
        {
            Name = name,
            Backbone = backbone,
            AnchorSizes = Sizes(taps[0].Stride, pyramid, 2),
            BoxHead = new() { Hidden = [256, 256] },
            CanonicalSize = 112,
            ShorterSide = 256,
            LongerSide = 320,
            Proposals = 300,
        };
    }

    private static DetectionArchitecture SmallOneStage(string name, string backbone, PyramidChoice choice)
    {
        var taps = TapsOf(backbone, choice.Strides);
        var small = Small(name, backbone, choice with { Width = choice.Width ?? 96, Extra = choice.Extra ?? PyramidExtra.P6P7 });
        return small with { AnchorSizes = Sizes(taps[0].Stride, small.Pyramid, 3), BoxHead = null, Depth = 2, Paper = RetinaNet };
    }

    private static IReadOnlyList<float> Thirds(float side) => [side, (int)(side * Math.Pow(2, 1.0 / 3)), (int)(side * Math.Pow(2, 2.0 / 3))];

    // Anchors of a level: from four of its places on, in this many steps to the next level's.
    private static IReadOnlyList<IReadOnlyList<float>> Sizes(int finest, PyramidOptions pyramid, int steps)
    {
        var levels = pyramid.Taps.Count + pyramid.Extra switch { PyramidExtra.None => 0, PyramidExtra.Pool => pyramid.Pools, _ => 2 };
        return [.. Enumerable.Range(0, levels).Select(OfLevel)];

        IReadOnlyList<float> OfLevel(int level) =>
            [.. Enumerable.Range(0, steps).Select(step => (float)(int)(4 * (finest << level) * Math.Pow(2, (double)step / steps)))];
    }

    // The last stage of each stride; usually from 8 to 32, where the coarsest may be missing, and is then pooled.
    private static IReadOnlyList<Stage> TapsOf(string backbone, IReadOnlyList<int>? strides)
    {
        var stages = ModelCatalogue.Build(backbone).Stages.Where(stage => stage.Stride > 0).ToList();
        IReadOnlyList<int> wanted = strides ?? [8, 16, 32];
        List<Stage> taps = [.. wanted.Select(stride => stages.LastOrDefault(stage => stage.Stride == stride)).OfType<Stage>()];
        var isEnough = strides is null ? taps.Count >= 2 && taps[0].Stride == 8 && taps[1].Stride == 16 : taps.Count == wanted.Count;
        if (isEnough) return taps;
        var what = strides is null ? "a detector" : $"a pyramid of stride {string.Join(", ", wanted)}";
        var known = string.Join(", ", stages.Select(stage => stage.Stride).Distinct().Order());
        throw new GraftException($"{backbone} cannot carry {what}: its feature maps have stride {known}.",
            strides is null ? "Needed are maps of stride 8 and 16, which networks of convolutions and of windows have and ViT has not." : "",
            strides is null ? $"Choose another {Flag.Of("--model")}, for example efficientnet_lite0."
                : $"Choose among these strides, or another {Flag.Of("--model")}.");
    }
}
