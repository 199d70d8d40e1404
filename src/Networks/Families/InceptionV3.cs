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

    private static ModelEntry Entry(string name, int divisor, int auxiliaryKernel) => new((model, classes) => Build(new InceptionBlocks(model, divisor), classes, auxiliaryKernel))
    {
        Name = name,
        Family = "InceptionV3",
        Paper = "Rethinking the Inception Architecture for Computer Vision, arXiv:1512.00567",
        InputSize = 299,
        FirstLayer = "rescales from ImageNet's statistics to -1..1 itself; five unpadded convolutions and two poolings to stride 8; at least 75 pixels a side, "
            + "and 299 for the auxiliary classifier",
    };

    private static Graph Build(InceptionBlocks b, int classes, int auxiliaryKernel)
    {
        var g = b.Graph;
        var x = g.ChannelAffine(g.Input,
            [0.229f / 0.5f, 0.224f / 0.5f, 0.225f / 0.5f], [(0.485f - 0.5f) / 0.5f, (0.456f - 0.5f) / 0.5f, (0.406f - 0.5f) / 0.5f]);
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
        x = g.Flatten(g.AdaptiveAveragePool(x), g.ChannelsOf(x));
        g.End(x, stride: 0);
        g.Begin("head");
        x = g.Linear("fc", g.Dropout(x, 0.5), classes);
        g.End(x, stride: 0);
        return g.Build(x, Auxiliary(b, middle, classes, auxiliaryKernel));
    }

    // A second classifier, so part of the head, and last in order: a cut behind stage2 simply leaves it off.
    private static int Auxiliary(InceptionBlocks b, int x, int classes, int kernel)
    {
        var g = b.Graph;
        x = g.AveragePool(x, Window.Square(5, 3));
        x = b.Conv("AuxLogits.conv0", x, 128, Window.Square(1));
        x = b.Conv("AuxLogits.conv1", x, 768, Window.Square(kernel));
        return g.Linear("AuxLogits.fc", g.Flatten(g.AdaptiveAveragePool(x), g.ChannelsOf(x)), classes);
    }
}
