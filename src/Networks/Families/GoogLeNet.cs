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

    private static ModelEntry Entry(string name, int divisor) => new((model, classes) => Build(new GoogLeNetBlocks(model, divisor), classes))
    {
        Name = name,
        Family = "GoogLeNet",
        Paper = "Going Deeper with Convolutions, arXiv:1409.4842",
        InputSize = 224,
        FirstLayer = "rescales from ImageNet's statistics to -1..1 itself; 7x7 convolution of stride 2, then 1x1 and 3x3, and two poolings to stride 8",
    };

    private static Graph Build(GoogLeNetBlocks b, int classes)
    {
        var g = b.Graph;
        var pool = Window.Square(3, 2);
        var x = g.ChannelAffine(g.Input,
            [0.229f / 0.5f, 0.224f / 0.5f, 0.225f / 0.5f], [(0.485f - 0.5f) / 0.5f, (0.456f - 0.5f) / 0.5f, (0.406f - 0.5f) / 0.5f]);
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
        x = g.Flatten(g.AdaptiveAveragePool(x), g.ChannelsOf(x));
        g.End(x, stride: 0);
        g.Begin("head");
        x = g.Linear("fc", g.Dropout(x, 0.2), classes);
        g.End(x, stride: 0);
        return g.Build(x, g.Concatenate(b.Auxiliary("aux1", early, classes), b.Auxiliary("aux2", late, classes)));
    }
}
