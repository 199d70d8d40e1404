using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>Padding that torch's operations can do themselves is left to them; the odd pixel of "same" padding is added here.</summary>
internal static class WindowPadding
{
    /// <summary>The input, padded where that is needed, and the padding per side that is left for the operation.</summary>
    public static (torch.Tensor Input, long Vertical, long Horizontal) Apply(torch.Tensor x, Window window, double value)
    {
        if (!window.Padding.IsSame) return (x, window.Padding.Vertical, window.Padding.Horizontal);
        var (vertical, horizontal) = (window.PadHeight((int)x.size(2)), window.PadWidth((int)x.size(3)));
        if (vertical.Before == vertical.After && horizontal.Before == horizontal.After) return (x, vertical.Before, horizontal.Before);
        return (functional.pad(x, [horizontal.Before, horizontal.After, vertical.Before, vertical.After], value: value), 0, 0);
    }
}
