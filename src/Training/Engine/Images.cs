using TorchSharp;

namespace Graft.Training;

/// <summary>Batches as tensors.</summary>
internal static class Images
{
    /// <summary>N x H x W x 3 values as an N x 3 x H x W tensor, which is channels-last for free.</summary>
    public static torch.Tensor From(ReadOnlySpan<float> values, int count, int height, int width) =>
        HostTensors.From(values, count, height, width, 3).permute(0, 3, 1, 2);

    /// <summary>Features of the shape for one image, in C order.</summary>
    public static torch.Tensor Features(ReadOnlySpan<float> values, int count, IReadOnlyList<int> shape) =>
        HostTensors.From(values, [count, .. shape.Select(dimension => (long)dimension)]);
}
