namespace Graft.Networks.Families;

/// <summary>
/// GoogLeNet with batch normalisation and torchvision's names. As in InceptionV3 the first operation is torchvision's
/// transform_input. Two auxiliary classifiers: their logits stand side by side in <see cref="Graph.Auxiliary"/>.
/// </summary>
internal static class GoogLeNet
{
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("googlenet", divisor: 1),
        Entry("googlenet_tiny", divisor: 8) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, int divisor) => new((model, classes) => Build(new Blocks(model, divisor), classes))
    {
        Name = name,
        Family = "GoogLeNet",
        Paper = "Going Deeper with Convolutions, arXiv:1409.4842",
        InputSize = 224,
        FirstLayer = "rescales from ImageNet's statistics to -1..1 itself; 7x7 convolution of stride 2, then 1x1 and 3x3, and two poolings to stride 8",
    };

    private static Graph Build(Blocks b, int classes)
    {
        var g = b.Graph;
        var pool = Window.Square(3, 2);
        var x = b.Rescaled();
        x = g.MaxPool(b.Conv("conv1", x, 64, Window.Square(7, 2, 3)), pool, ceilMode: true);
        x = b.Conv("conv3", b.Conv("conv2", x, 64, Window.Square(1)), 192, Window.Square(3, 1, 1));
        x = g.MaxPool(x, pool, ceilMode: true);
        g.End(x, stride: 8);

        g.Begin("stage1");
        x = b.Inception("inception3a", x, [64, 96, 128, 16, 32, 32]);
        x = b.Inception("inception3b", x, [128, 128, 192, 32, 96, 64]);
        g.End(x, stride: 8);

        g.Begin("stage2");
        x = b.Inception("inception4a", g.MaxPool(x, pool, ceilMode: true), [192, 96, 208, 16, 48, 64]);
        var early = x;
        x = b.Inception("inception4b", x, [160, 112, 224, 24, 64, 64]);
        x = b.Inception("inception4c", x, [128, 128, 256, 24, 64, 64]);
        x = b.Inception("inception4d", x, [112, 144, 288, 32, 64, 64]);
        var late = x;
        x = b.Inception("inception4e", x, [256, 160, 320, 32, 128, 128]);
        g.End(x, stride: 16);

        g.Begin("stage3");
        x = b.Inception("inception5a", g.MaxPool(x, Window.Square(2, 2), ceilMode: true), [256, 160, 320, 32, 128, 128]);
        x = b.Inception("inception5b", x, [384, 192, 384, 48, 128, 128]);
        g.End(x, stride: 32);

        g.Begin("neck");
        x = g.EndWithMean(x);
        g.Begin("head");
        x = g.Linear("fc", g.Dropout(x, 0.2), classes);
        g.End(x, stride: 0);
        return g.Build(x, g.Concatenate(b.Auxiliary("aux1", early, classes), b.Auxiliary("aux2", late, classes)));
    }

    /// <summary>The parts of GoogLeNet, with all widths divided for the tiny twin.</summary>
    private sealed class Blocks(string name, int divisor) : InceptionBlocks(name, divisor, Initialisation.NarrowTruncatedNormal)
    {
        /// <summary>Four branches; widths are 1x1, 3x3 reduced, 3x3, "5x5" reduced, "5x5", pooling.</summary>
        public int Inception(string name, int x, int[] widths)
        {
            var one = Conv($"{name}.branch1", x, widths[0], Window.Square(1));
            var three = Conv($"{name}.branch2.1", Conv($"{name}.branch2.0", x, widths[1], Window.Square(1)), widths[2], Window.Square(3, 1, 1));
            // 3x3 where the paper has 5x5: so are the published weights (pytorch/vision issue 906).
            var five = Conv($"{name}.branch3.1", Conv($"{name}.branch3.0", x, widths[3], Window.Square(1)), widths[4], Window.Square(3, 1, 1));
            var pooled = Conv($"{name}.branch4.1", Graph.MaxPool(x, Window.Square(3, 1, 1), ceilMode: true), widths[5], Window.Square(1));
            return Graph.Concatenate(one, three, five, pooled);
        }

        /// <summary>A classifier on a value from the middle of the network.</summary>
        public int Auxiliary(string name, int x, int classes)
        {
            x = Conv($"{name}.conv", Graph.AdaptiveAveragePool(x, 4, 4), 128, Window.Square(1));
            x = Graph.Relu(Graph.Linear($"{name}.fc1", Graph.Flatten(x, Graph.ChannelsOf(x) * 16), 1024 / Divisor));
            return Graph.Linear($"{name}.fc2", Graph.Dropout(x, 0.7), classes);
        }
    }
}
