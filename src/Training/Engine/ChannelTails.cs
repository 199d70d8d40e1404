using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>
/// Channels rounded up to whole blocks. In the plain layout oneDNN stores 16 channels together, and on some processors (seen
/// with AVX-512 on a virtual machine) its dense convolutions read rubbish behind the last channel when there are more than 16
/// and no multiple of it: outputs and gradients were wrong by a third of their size, from 18, 20, 24, 36 or 40 channels; the
/// input's gradient of a strided one even for odd multiples such as 48 and 80. Zeros in place of the rubbish cost little and
/// are right everywhere.
/// </summary>
internal static class ChannelTails
{
    private const int Block = 16;

    /// <summary>Zeros behind the input channels, and, where the input gets a gradient, behind the output channels.</summary>
    public static (torch.Tensor Input, torch.Tensor Weight, torch.Tensor? Bias) Fill(Operation.Convolution c, torch.Tensor x, torch.Tensor weight, torch.Tensor? bias)
    {
        var inputs = Tail(c.In, x.requires_grad && c.Window.Stride > 1 ? 2 * Block : Block);
        var outputs = x.requires_grad ? Tail(c.Out, Block) : 0;
        if (inputs == 0 && outputs == 0) return (x, weight, bias);
        return (inputs == 0 ? x : functional.pad(x, [0, 0, 0, 0, 0, inputs]),
            functional.pad(weight, [0, 0, 0, 0, 0, inputs, 0, outputs]),
            bias is null || outputs == 0 ? bias : functional.pad(bias, [0, outputs]));
    }

    /// <summary>Whether the convolution has this at all.</summary>
    public static bool Concern(Operation.Convolution c, TorchGraphOptions options) =>
        options.Layout == MemoryLayout.ChannelsFirst && c.Groups == 1 && (c.Window.Height > 1 || c.Window.Width > 1);

    private static long Tail(int channels, int unit) => channels > Block ? (unit - channels % unit) % unit : 0;
}
