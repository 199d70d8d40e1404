namespace Graft.Networks;

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
        var part = SegmentationBackbone.Of(backbone).Dilated("stage3");
        var (g, nodes) = SegmentationBackbone.Embed(name, part);
        var auxiliary = SegmentationHead.Fcn(g, "aux_classifier", nodes[part.StageNamed("stage3").Output], classes);
        return SegmentationHead.Finish(g, SegmentationHead.Fcn(g, "classifier", nodes[part.Output], classes), auxiliary);
    }
}
