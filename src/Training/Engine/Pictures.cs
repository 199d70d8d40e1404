using TorchSharp;

namespace Graft.Training;

/// <summary>Arrays as tensors without a copy. The array must stay as it is while the tensor lives; both end with the step.</summary>
internal static class Pictures
{
    /// <summary>N x H x W x 3 values as an N x 3 x H x W tensor, which is channels-last for free.</summary>
    public static torch.Tensor From(float[] values, int count, int height, int width) =>
        torch.frombuffer(values, torch.ScalarType.Float32, (long)count * height * width * 3).view(count, height, width, 3).permute(0, 3, 1, 2);

    /// <summary>Features of the shape for one picture, in C order.</summary>
    public static torch.Tensor Features(float[] values, int count, IReadOnlyList<int> shape) =>
        torch.frombuffer(values, torch.ScalarType.Float32, count * shape.Aggregate(1L, (product, dimension) => product * dimension))
            .view([count, .. shape.Select(dimension => (long)dimension)]);
}
