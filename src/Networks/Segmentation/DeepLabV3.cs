namespace Graft.Networks;

/// <summary>DeepLabV3 with torchvision's names: dilated backbone and parallel convolutions that look at different distances (ASPP).</summary>
internal static class DeepLabV3
{
    private const int Width = 256;
    private static readonly int[] Rates = [12, 24, 36];

    public static IReadOnlyList<SegmentationEntry> Entries { get; } =
    [
        Entry("deeplabv3_resnet50", "resnet50", (name, classes) => OnResNet(name, "resnet50", classes)),
        Entry("deeplabv3_resnet101", "resnet101", (name, classes) => OnResNet(name, "resnet101", classes)),
        Entry("deeplabv3_mobilenet_v3_large", MobileNetParts.Model, OnMobileNet) with { Dropped = MobileNetParts.Dropped },
    ];

    private static SegmentationEntry Entry(string name, string backbone, Func<string, int, Graph> build) => new(build)
    {
        Name = name,
        Backbone = backbone,
        Family = "DeepLabV3",
        Paper = "Rethinking Atrous Convolution for Semantic Image Segmentation, arXiv:1706.05587",
    };

    private static Graph OnResNet(string name, string backbone, int classes)
    {
        var (g, high, low) = SegmentationBackbone.DilatedResNet(name, backbone);
        return Finish(g, high, low, classes);
    }

    private static Graph OnMobileNet(string name, int classes)
    {
        var (g, high, low) = MobileNetParts.Dilated(name);
        return Finish(g, high, low, classes);
    }

    private static Graph Finish(GraphBuilder g, int high, int low, int classes)
    {
        var auxiliary = SegmentationHead.Fcn(g, "aux_classifier", low, classes);
        var x = SegmentationHead.ConvNormRelu(g, "classifier", 1, Pyramid(g, "classifier.0", high), Width);
        return SegmentationHead.Finish(g, g.Conv("classifier.4", x, classes, Window.Square(1), bias: true), auxiliary);
    }

    private static int Pyramid(GraphBuilder g, string name, int x)
    {
        List<int> branches = [SegmentationHead.ConvNormRelu(g, $"{name}.convs.0", 0, x, Width, kernel: 1)];
        foreach (var (i, rate) in Rates.Index()) branches.Add(SegmentationHead.ConvNormRelu(g, $"{name}.convs.{i + 1}", 0, x, Width, dilation: rate));
        var whole = SegmentationHead.ConvNormRelu(g, $"{name}.convs.{Rates.Length + 1}", 1, g.AdaptiveAveragePool(x), Width, kernel: 1);
        branches.Add(g.Resize(whole, x, ResizeMode.Bilinear));
        return g.Dropout(SegmentationHead.ConvNormRelu(g, $"{name}.project", 0, g.Concatenate([.. branches]), Width, kernel: 1), 0.5);
    }
}

/// <summary>Fully convolutional networks on dilated ResNets, with torchvision's names.</summary>
internal static class Fcn
{
    public static IReadOnlyList<SegmentationEntry> Entries { get; } = [Entry("fcn_resnet50", "resnet50"), Entry("fcn_resnet101", "resnet101")];

    private static SegmentationEntry Entry(string name, string backbone) => new((model, classes) => Build(model, backbone, classes))
    {
        Name = name,
        Backbone = backbone,
        Family = "FCN",
        Paper = "Fully Convolutional Networks for Semantic Segmentation, arXiv:1411.4038",
    };

    private static Graph Build(string name, string backbone, int classes)
    {
        var (g, high, low) = SegmentationBackbone.DilatedResNet(name, backbone);
        var auxiliary = SegmentationHead.Fcn(g, "aux_classifier", low, classes);
        return SegmentationHead.Finish(g, SegmentationHead.Fcn(g, "classifier", high, classes), auxiliary);
    }
}
