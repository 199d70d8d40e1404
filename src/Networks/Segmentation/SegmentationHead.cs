namespace Graft.Networks;

/// <summary>Parts that segmentation heads share.</summary>
internal static class SegmentationHead
{
    /// <summary>A convolution that keeps the size, norm and ReLU, named as an entry of a torch Sequential: <c>NAME.index</c>, <c>NAME.index+1</c>.</summary>
    public static int ConvNormRelu(GraphBuilder g, string name, int index, int x, int width, int kernel = 3, int dilation = 1)
    {
        x = g.Conv($"{name}.{index}", x, width, Window.Square(kernel, 1, kernel / 2 * dilation, dilation));
        return g.Relu(g.Norm($"{name}.{index + 1}", x));
    }

    /// <summary>torchvision's FCN head: a quarter of the channels, dropout, a classifier for every pixel; also its auxiliary classifier.</summary>
    public static int Fcn(GraphBuilder g, string name, int x, int classes)
    {
        x = ConvNormRelu(g, name, 0, x, g.ChannelsOf(x) / 4);
        return g.Conv($"{name}.4", g.Dropout(x, 0.1), classes, Window.Square(1), bias: true);
    }

    /// <summary>Ends the head with logits at the image's size, and an auxiliary classifier's where there is one.</summary>
    public static Graph Finish(GraphBuilder g, int logits, int? auxiliary = null)
    {
        // The auxiliary classifier comes first, so that the stage's output is its last node.
        var second = auxiliary is { } value ? g.Resize(value, g.Input, ResizeMode.Bilinear) : (int?)null;
        var output = g.Resize(logits, g.Input, ResizeMode.Bilinear);
        g.End(output, stride: 1);
        return g.Build(output, second);
    }
}
