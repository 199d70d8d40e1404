using TorchSharp;

namespace Graft.Training;

/// <summary>Operations on whole images and whole channels.</summary>
internal static class ChannelOperations
{
    /// <summary>Zeroes an image with this probability; the others grow so that the expectation stays.</summary>
    public static torch.Tensor DropPath(torch.Tensor x, double rate)
    {
        if (rate <= 0) return x;
        if (rate >= 1) return torch.zeros_like(x);
        long[] shape = [x.size(0), .. Enumerable.Repeat(1L, (int)x.dim() - 1)];
        return x.mul(torch.rand(shape, dtype: torch.ScalarType.Float32).IsAtLeast(rate).to_type(x.dtype).Over(1 - rate));
    }

    /// <summary>Channels of several groups, dealt out in turn.</summary>
    public static torch.Tensor Shuffle(torch.Tensor x, int groups)
    {
        var (count, channels, height, width) = (x.size(0), x.size(1), x.size(2), x.size(3));
        // Shuffling pixel by pixel keeps a channels-last image in its layout; a view of five dimensions would not.
        if (!x.is_contiguous())
        {
            var pixels = x.permute(0, 2, 3, 1);
            return pixels.reshape(count, height, width, groups, channels / groups).transpose(3, 4).reshape(count, height, width, channels).permute(0, 3, 1, 2);
        }
        return x.view(count, groups, channels / groups, height, width).transpose(1, 2).reshape(count, channels, height, width);
    }
}
