using System.CommandLine;

namespace Graft.Cli;

/// <summary>Which network, with which weights, at which size.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string> _model = new("--model")
    {
        Description = "a network of `graft models`, with a tag for other weights than its default: resnet50.IMAGENET1K_V1; or hf-hub:OWNER/NAME, or a folder in timm's layout",
        DefaultValueFactory = _ => Pretrained.DefaultModel,
    };

    private readonly Option<string?> _weights = new("--weights") { Description = "a .safetensors or .pth file, or a folder in timm's layout, to use in place of the published weights" };

    private readonly Option<int> _imageSize = new("--imgsz")
    {
        Description = "input size in pixels; 0 for the model's own",
        DefaultValueFactory = _ => 0,
    };

    public ModelOptions(Command verb)
    {
        verb.Add(_model);
        verb.Add(_weights);
        verb.Add(_imageSize);
    }

    public string Name(ParseResult parsed) => parsed.GetRequiredValue(_model);

    public string? Weights(ParseResult parsed) => parsed.GetValue(_weights);

    public int ImageSize(ParseResult parsed) => parsed.GetValue(_imageSize);
}
