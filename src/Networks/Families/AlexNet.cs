namespace Graft.Networks.Families;

/// <summary>
/// AlexNet as torchvision has it: the one-tower form of "One weird trick for parallelizing convolutional neural networks"
/// (arXiv:1404.5997), without local response normalisation.
/// </summary>
internal static class AlexNet
{
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("alexnet", [64, 192, 384, 256, 256], hidden: 4096),
        Entry("alexnet_tiny", [8, 8, 16, 16, 8], hidden: 32) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, int[] widths, int hidden) => new((model, classes) => Build(model, widths, hidden, classes))
    {
        Name = name,
        Family = "AlexNet",
        Paper = "One weird trick for parallelizing convolutional neural networks, arXiv:1404.5997",
        InputSize = 224,
        FirstLayer = $"11x11 convolution of stride 4 to {widths[0]} channels, 3x3 max pooling of stride 2; at least 63 pixels a side",
    };

    private static Graph Build(string name, int[] widths, int hidden, int classes)
    {
        var g = new GraphBuilder(name) { Initialisation = Initialisation.FanInUniform };
        var pool = Window.Square(3, 2);
        var x = g.MaxPool(Conv(g, 0, g.Input, widths[0], Window.Square(11, 4, 2)), pool);
        g.End(x, stride: 8);
        g.Begin("stage1");
        x = g.MaxPool(Conv(g, 3, x, widths[1], Window.Square(5, 1, 2)), pool);
        g.End(x, stride: 16);
        g.Begin("stage2");
        x = Conv(g, 6, x, widths[2], Window.Square(3, 1, 1));
        x = Conv(g, 8, x, widths[3], Window.Square(3, 1, 1));
        x = g.MaxPool(Conv(g, 10, x, widths[4], Window.Square(3, 1, 1)), pool);
        g.End(x, stride: 32);

        g.Begin("neck");
        x = g.Dropout(g.Flatten(g.AdaptiveAveragePool(x, 6, 6), widths[4] * 36), 0.5);
        x = g.Dropout(g.Relu(g.Linear("classifier.1", x, hidden)), 0.5);
        x = g.Relu(g.Linear("classifier.4", x, hidden));
        g.End(x, stride: 0);
        return g.Classify("classifier.6", x, classes);
    }

    private static int Conv(GraphBuilder g, int layer, int x, int width, Window window) =>
        g.Relu(g.Conv($"features.{layer}", x, width, window, bias: true));
}
