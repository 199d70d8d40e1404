using Graft.Imaging;

namespace Graft.Networks;

/// <summary>A row of weights.json, as eng/make_weights_catalogue.py writes it.</summary>
internal sealed record WeightsRow(string Model, string Tag, bool Default, string Sha256, string Licence, string Recipe)
{
    public Uri? Address { get; init; }
    public string? Bundled { get; init; }
    public string? Source { get; init; }
    public required int Resize { get; init; }
    public int Longer { get; init; }
    public required int Crop { get; init; }
    public required Interpolation Interpolation { get; init; }
    public required float[] Mean { get; init; }
    public required float[] Std { get; init; }
    public required Dictionary<string, double> Metrics { get; init; }
    public required int Classes { get; init; }
    public required long Parameters { get; init; }

    public PublishedWeights ToWeights() => new()
    {
        Model = Model,
        Tag = Tag,
        IsDefault = Default,
        Source = Source ?? Address!.AbsoluteUri,
        Address = Address,
        FileName = Bundled ?? Address!.Segments[^1],
        Sha256 = Sha256,
        Preprocess = new()
        {
            Width = Crop,
            Height = Crop,
            ResizeShorter = Resize,
            ResizeLonger = Longer,
            SizeMultiple = Longer > 0 ? DetectionNetwork.SizeMultiple : 0,
            Interpolation = Interpolation,
            Mean = Mean,
            Std = Std,
        },
        Licence = Licence,
        Metrics = Metrics,
        Classes = Classes,
        Parameters = Parameters,
        Recipe = Recipe,
    };
}
