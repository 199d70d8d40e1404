using System.CommandLine;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>How a segmentation network sees large images.</summary>
internal sealed class TilingFlags
{
    private readonly Option<int?> _tile = new("--tile")
    {
        Description = "segmentation: split images larger than this into tiles of this size, a multiple of 32; by default 640, for images of "
            + "more than 1.5 megapixels",
    };
    private readonly Option<int?> _overlap = new("--overlap")
    {
        Description = "segmentation: pixels that neighbouring tiles share, a multiple of 32; by default three tenths of a tile",
    };
    private readonly Option<bool> _originalScale = new("--original-scale")
    {
        Description = "segmentation: run at the images' own resolution instead of the one the model was trained at",
    };

    public TilingFlags(Command verb)
    {
        foreach (var option in All) verb.Add(option);
    }

    public IReadOnlyList<Option> All => [_tile, _overlap, _originalScale];

    public TilingOptions Read(ParseResult parsed) => TilingOptions.Of(parsed.GetValue(_tile), parsed.GetValue(_overlap), parsed.GetValue(_originalScale));
}
