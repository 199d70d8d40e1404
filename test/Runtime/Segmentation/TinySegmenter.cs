using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Runtime;

/// <summary>A segmentation network that sees some twenty pixels around each, with three classes.</summary>
internal static class TinySegmenter
{
    public static readonly Preprocess Contract = Preprocess.ImageNet(64, 64) with
    {
        Width = 96,
        Height = 64,
        ResizeShorter = 64,
        ResizeLonger = 256,
        SizeMultiple = 32,
    };

    public static Graph Graph { get; } = Build();

    public static Manifest Manifest { get; } = new()
    {
        Task = "segment",
        Model = Graph.Name,
        Classes = ["background", "one", "two"],
        Preprocess = Contract,
        PreprocessHash = Contract.Hash,
        Producer = "Graft tests",
    };

    public static string Write(string path, Manifest? manifest = null)
    {
        ModelFile.WriteSegmenter(path, Graph, ReferenceNetwork.Parameters(Graph), manifest ?? Manifest);
        return path;
    }

    /// <summary>An image of smooth blobs.</summary>
    public static RgbImage Image(int width, int height, ulong seed = 7) =>
        new(width, height, ProbeImages.Make(seed, Contract with { Width = width, Height = height }));

    private static Graph Build()
    {
        var g = new GraphBuilder("tiny_segmenter");
        var x = g.Relu(g.Norm("stem.1", g.Conv("stem.0", g.Input, 6, Window.Square(5, 2, 2))));
        g.End(x, 2);
        g.Begin("head");
        x = g.Relu(g.Conv("head.0", x, 6, Window.Square(3, 2, 1), bias: true));
        x = g.Resize(g.Conv("head.1", x, 3, Window.Square(1), bias: true), g.Input, ResizeMode.Bilinear);
        g.End(x, 1);
        return g.Build(x);
    }
}
