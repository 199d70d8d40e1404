namespace Graft.Networks.Families;

/// <summary>
/// InceptionV3 with torchvision's names. The first operation is torchvision's transform_input: images normalised with
/// ImageNet's statistics become (value - 0.5) / 0.5, which the published weights were trained on.
/// </summary>
internal static class InceptionV3
{
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("inception_v3", divisor: 1, auxiliaryKernel: 5),
        Entry("inception_tiny", divisor: 16, auxiliaryKernel: 1) with { IsTwin = true, InputSize = 128 },
    ];

    private static ModelEntry Entry(string name, int divisor, int auxiliaryKernel) =>
        new((model, classes) => Build(new Blocks(model, divisor), classes, auxiliaryKernel))
        {
            Name = name,
            Family = "InceptionV3",
            Paper = "Rethinking the Inception Architecture for Computer Vision, arXiv:1512.00567",
            InputSize = 299,
            FirstLayer = "rescales from ImageNet's statistics to -1..1 itself; five unpadded convolutions and two poolings to "
                + "stride 8; at least 75 pixels a side, "
                + "and 299 for the auxiliary classifier",
        };

    private static Graph Build(Blocks b, int classes, int auxiliaryKernel)
    {
        var g = b.Graph;
        var x = b.Rescaled();
        x = b.Conv("Conv2d_1a_3x3", x, 32, Window.Square(3, 2));
        x = b.Conv("Conv2d_2a_3x3", x, 32, Window.Square(3));
        x = b.Conv("Conv2d_2b_3x3", x, 64, Window.Square(3, 1, 1));
        x = b.Conv("Conv2d_3b_1x1", g.MaxPool(x, Window.Square(3, 2)), 80, Window.Square(1));
        x = g.MaxPool(b.Conv("Conv2d_4a_3x3", x, 192, Window.Square(3)), Window.Square(3, 2));
        g.End(x, stride: 8);

        g.Begin("stage1");
        x = b.A("Mixed_5b", x, pool: 32);
        x = b.A("Mixed_5c", x, pool: 64);
        x = b.A("Mixed_5d", x, pool: 64);
        g.End(x, stride: 8);

        g.Begin("stage2");
        x = b.B("Mixed_6a", x);
        x = b.C("Mixed_6b", x, width: 128);
        x = b.C("Mixed_6c", x, width: 160);
        x = b.C("Mixed_6d", x, width: 160);
        x = b.C("Mixed_6e", x, width: 192);
        var middle = x;
        g.End(x, stride: 16);

        g.Begin("stage3");
        x = b.E("Mixed_7c", b.E("Mixed_7b", b.D("Mixed_7a", x)));
        g.End(x, stride: 32);

        g.Begin("neck");
        x = g.EndWithMean(x);
        g.Begin("head");
        x = g.Linear("fc", g.Dropout(x, 0.5), classes);
        g.End(x, stride: 0);
        return g.Build(x, Auxiliary(b, middle, classes, auxiliaryKernel));
    }

    // A second classifier, so part of the head, and last in order: a cut behind stage2 simply leaves it off.
    private static int Auxiliary(Blocks b, int x, int classes, int kernel)
    {
        var g = b.Graph;
        x = g.AveragePool(x, Window.Square(5, 3));
        x = b.Conv("AuxLogits.conv0", x, 128, Window.Square(1));
        x = b.Conv("AuxLogits.conv1", x, 768, Window.Square(kernel));
        return g.Linear("AuxLogits.fc", g.Flatten(g.AdaptiveAveragePool(x), g.ChannelsOf(x)), classes);
    }

    /// <summary>The five kinds of Inception block, lettered as in torchvision, with all widths divided for the tiny twin.</summary>
    private sealed class Blocks(string name, int divisor) : InceptionBlocks(name, divisor, Initialisation.TruncatedNormal)
    {
        private static readonly Window Row = new(1, 7, 1, new Padding(0, 3));
        private static readonly Window Column = new(7, 1, 1, new Padding(3, 0));
        private static readonly Window ShortRow = new(1, 3, 1, new Padding(0, 1));
        private static readonly Window ShortColumn = new(3, 1, 1, new Padding(1, 0));

        public int A(string name, int x, int pool)
        {
            var one = Conv($"{name}.branch1x1", x, 64, Window.Square(1));
            var five = Conv($"{name}.branch5x5_2", Conv($"{name}.branch5x5_1", x, 48, Window.Square(1)), 64, Window.Square(5, 1, 2));
            var three = Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x, 64, Window.Square(1)), 96, Window.Square(3, 1, 1));
            three = Conv($"{name}.branch3x3dbl_3", three, 96, Window.Square(3, 1, 1));
            return Graph.Concatenate(one, five, three, Pooled(name, x, pool));
        }

        public int B(string name, int x)
        {
            var three = Conv($"{name}.branch3x3", x, 384, Window.Square(3, 2));
            var twice = Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x, 64, Window.Square(1)), 96, Window.Square(3, 1, 1));
            twice = Conv($"{name}.branch3x3dbl_3", twice, 96, Window.Square(3, 2));
            return Graph.Concatenate(three, twice, Graph.MaxPool(x, Window.Square(3, 2)));
        }

        public int C(string name, int x, int width)
        {
            var one = Conv($"{name}.branch1x1", x, 192, Window.Square(1));
            var seven = Conv($"{name}.branch7x7_2", Conv($"{name}.branch7x7_1", x, width, Window.Square(1)), width, Row);
            seven = Conv($"{name}.branch7x7_3", seven, 192, Column);
            var twice = Conv($"{name}.branch7x7dbl_2", Conv($"{name}.branch7x7dbl_1", x, width, Window.Square(1)), width, Column);
            twice = Conv($"{name}.branch7x7dbl_4", Conv($"{name}.branch7x7dbl_3", twice, width, Row), width, Column);
            twice = Conv($"{name}.branch7x7dbl_5", twice, 192, Row);
            return Graph.Concatenate(one, seven, twice, Pooled(name, x, 192));
        }

        public int D(string name, int x)
        {
            var three = Conv($"{name}.branch3x3_2", Conv($"{name}.branch3x3_1", x, 192, Window.Square(1)), 320, Window.Square(3, 2));
            var seven = Conv($"{name}.branch7x7x3_2", Conv($"{name}.branch7x7x3_1", x, 192, Window.Square(1)), 192, Row);
            seven = Conv($"{name}.branch7x7x3_4", Conv($"{name}.branch7x7x3_3", seven, 192, Column), 192, Window.Square(3, 2));
            return Graph.Concatenate(three, seven, Graph.MaxPool(x, Window.Square(3, 2)));
        }

        public int E(string name, int x)
        {
            var one = Conv($"{name}.branch1x1", x, 320, Window.Square(1));
            var three = Conv($"{name}.branch3x3_1", x, 384, Window.Square(1));
            three = Graph.Concatenate(Conv($"{name}.branch3x3_2a", three, 384, ShortRow), Conv($"{name}.branch3x3_2b", three, 384, ShortColumn));
            var twice = Conv($"{name}.branch3x3dbl_2", Conv($"{name}.branch3x3dbl_1", x, 448, Window.Square(1)), 384, Window.Square(3, 1, 1));
            twice = Graph.Concatenate(Conv($"{name}.branch3x3dbl_3a", twice, 384, ShortRow), Conv($"{name}.branch3x3dbl_3b", twice, 384, ShortColumn));
            return Graph.Concatenate(one, three, twice, Pooled(name, x, 192));
        }

        private int Pooled(string name, int x, int width) =>
            Conv($"{name}.branch_pool", Graph.AveragePool(x, Window.Square(3, 1, 1)), width, Window.Square(1));
    }
}
