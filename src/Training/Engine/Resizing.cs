using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>Bringing a map to the size of another.</summary>
internal static class Resizing
{
    public static torch.Tensor Apply(torch.Tensor x, torch.Tensor like, ResizeMode mode) => (x.shape[2], x.shape[3]) == (like.shape[2], like.shape[3])
        ? x
        : torch.nn.functional.interpolate(x, [like.shape[2], like.shape[3]],
            mode: mode == ResizeMode.Nearest ? torch.InterpolationMode.Nearest : torch.InterpolationMode.Bilinear,
            align_corners: mode == ResizeMode.Nearest ? null : false);
}
