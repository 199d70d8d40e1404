namespace Graft.Networks.Families;

/// <summary>RegNetX and, with squeeze and excitation, RegNetY, with torchvision's names.</summary>
internal static class RegNet
{
    public static IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("regnet_x_400mf", new(22, 24, 24.48, 2.54, 16)),
        Entry("regnet_x_800mf", new(16, 56, 35.73, 2.28, 16)),
        Entry("regnet_x_1_6gf", new(18, 80, 34.01, 2.25, 24)),
        Entry("regnet_x_3_2gf", new(25, 88, 26.31, 2.25, 48)),
        Entry("regnet_x_8gf", new(23, 80, 49.56, 2.88, 120)),
        Entry("regnet_x_16gf", new(22, 216, 55.59, 2.1, 128)),
        Entry("regnet_x_32gf", new(23, 320, 69.86, 2.0, 168)),
        Entry("regnet_y_400mf", new(16, 48, 27.89, 2.09, 8, IsSqueezed: true)),
        Entry("regnet_y_800mf", new(14, 56, 38.84, 2.4, 16, IsSqueezed: true)),
        Entry("regnet_y_1_6gf", new(27, 48, 20.71, 2.65, 24, IsSqueezed: true)),
        Entry("regnet_y_3_2gf", new(21, 80, 42.63, 2.66, 24, IsSqueezed: true)),
        Entry("regnet_y_8gf", new(17, 192, 76.82, 2.19, 56, IsSqueezed: true)),
        Entry("regnet_y_16gf", new(18, 200, 106.23, 2.48, 112, IsSqueezed: true)),
        Entry("regnet_y_32gf", new(20, 232, 115.89, 2.53, 232, IsSqueezed: true)),
        Entry("regnet_y_128gf", new(27, 456, 160.83, 2.52, 264, IsSqueezed: true)) with { InputSize = 384 },
        Entry("regnet_x_tiny", new(5, 8, 6, 1.8, 8) { Stem = 8 }) with { IsTwin = true, InputSize = 64 },
        Entry("regnet_y_tiny", new(5, 8, 6, 1.8, 8, IsSqueezed: true) { Stem = 8 }) with { IsTwin = true, InputSize = 64 },
    ];

    private static ModelEntry Entry(string name, Row row) => new((model, classes) => Build(model, row, classes))
    {
        Name = name,
        Family = "RegNet",
        Paper = "Designing Network Design Spaces, arXiv:2003.13678",
        InputSize = 224,
        FirstLayer = $"3x3 convolution of stride 2 to {row.Stem} channels",
    };

    private static Graph Build(string name, Row row, int classes)
    {
        var b = new ConvNormBlocks(new GraphBuilder(name) { Initialisation = Initialisation.FanOutNormalLinear });
        var g = b.Graph;
        var x = b.Conv("stem", g.Input, row.Stem, (3, 2), Activation.Relu);
        g.End(x, stride: 2);

        var stages = row.Stages();
        for (var stage = 1; stage <= stages.Count; stage++)
        {
            g.Begin($"stage{stage}");
            for (var block = 0; block < stages[stage - 1].Depth; block++)
                x = Block(b, $"trunk_output.block{stage}.block{stage}-{block}", x, row, stages[stage - 1], stride: block == 0 ? 2 : 1);
            g.End(x, stride: 2 << stage);
        }

        g.Begin("neck");
        return g.Classify("fc", g.EndWithMean(x), classes);
    }

    private static int Block(ConvNormBlocks b, string name, int input, Row row, StageRow stage, int stride)
    {
        var x = b.Conv($"{name}.f.a", input, stage.Width, (1, 1), Activation.Relu);
        x = b.Conv($"{name}.f.b", x, stage.Width, (3, stride), Activation.Relu, stage.Width / stage.GroupWidth);
        if (row.IsSqueezed) // a quarter of the block's input, not of what is squeezed
            x = b.SqueezeExcitation($"{name}.f.se", x, (int)Math.Round(0.25 * b.Graph.ChannelsOf(input)), Activation.Relu, Activation.Sigmoid);
        x = b.Conv($"{name}.f.c", x, stage.Width, (1, 1));
        var skip = stride == 1 && b.Graph.ChannelsOf(input) == stage.Width ? input : b.Conv($"{name}.proj", input, stage.Width, (1, stride));
        return b.Graph.Relu(b.Graph.Add(skip, x));
    }

    /// <summary>
    /// One RegNet by the parameters of its paper: block i is about <c>Start + Slope i</c> wide, quantised to the nearest
    /// <c>Start Step^k</c> and then to multiples of 8; blocks of equal width are a stage.
    /// </summary>
    /// <param name="Depth">Number of blocks.</param>
    /// <param name="Start">Width where the line begins.</param>
    /// <param name="Slope">Width the line gains per block.</param>
    /// <param name="Step">Ratio of the widths of neighbouring stages.</param>
    /// <param name="GroupWidth">Channels per group of the 3x3 convolution.</param>
    /// <param name="IsSqueezed">Has squeeze and excitation: RegNetY.</param>
    private sealed record Row(int Depth, int Start, double Slope, double Step, int GroupWidth, bool IsSqueezed = false)
    {
        /// <summary>Width of the first convolution.</summary>
        public int Stem { get; init; } = 32;

        /// <summary>The stages, their widths made divisible by their groups' (never more than a tenth narrower for it).</summary>
        public IReadOnlyList<StageRow> Stages() =>
        [
            .. Enumerable.Range(0, Depth).Select(WidthOf).CountBy(width => width).OrderBy(pair => pair.Key).Select(pair =>
            {
                var group = Math.Min(GroupWidth, pair.Key);
                return new StageRow(pair.Value, Rounding.Width(pair.Key, group), group);
            }),
        ];

        private int WidthOf(int block)
        {
            var power = Math.Round(Math.Log((Start + Slope * block) / Start) / Math.Log(Step));
            return (int)Math.Round(Start * Math.Pow(Step, power) / 8) * 8;
        }
    }

    /// <summary>A run of equal blocks.</summary>
    /// <param name="Depth">Number of blocks.</param>
    /// <param name="Width">Width of all its convolutions.</param>
    /// <param name="GroupWidth">Channels per group of the 3x3 convolution.</param>
    private sealed record StageRow(int Depth, int Width, int GroupWidth);
}
