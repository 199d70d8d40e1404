using System.Numerics;
using Graft.Networks;

namespace Graft.Tests.Networks.Evaluation;

/// <summary>Convolution as a matrix product over patches laid out in columns, block by block; quick enough for whole published networks.</summary>
internal static class ConvolutionEvaluator
{
    private const int Block = 96; // output pixels at a time: a multiple of two vectors of any width

    public static HostTensor Run(Operation.Convolution c, HostTensor x, ParameterSet parameters)
    {
        var (count, rows, columns) = (x.Shape[0], c.Window.Output(x.Shape[2], x.Shape[3]).Height, c.Window.Output(x.Shape[2], x.Shape[3]).Width);
        var weight = parameters[$"{c.Name}.weight"].Data;
        var bias = c.HasBias ? parameters[$"{c.Name}.bias"].Data : new float[c.Out];
        var (pixels, filters, taps) = (rows * columns, c.Out / c.Groups, weight.Length / c.Out);
        var blocks = (pixels + Block - 1) / Block;
        var result = new float[count * c.Out * pixels];
        Parallel.For(0, count * c.Groups * blocks, () => (Patches: new float[taps * Block], Sums: new float[Block]), (job, _, space) =>
        {
            var (image, group, start) = (job / blocks / c.Groups, job / blocks % c.Groups, job % blocks * Block);
            var length = Math.Min(Block, pixels - start);
            Gather(c, x, image, group, (start, length, columns), space.Patches);
            for (var filter = group * filters; filter < (group + 1) * filters; filter++)
            {
                Multiply(weight.AsSpan(filter * taps, taps), space.Patches, space.Sums);
                var target = result.AsSpan((image * c.Out + filter) * pixels + start, length);
                for (var i = 0; i < length; i++) target[i] = space.Sums[i] + bias[filter];
            }
            return space;
        }, _ => { });
        return new([count, c.Out, rows, columns], result);
    }

    private static void Gather(Operation.Convolution c, HostTensor x, int image, int group, (int Start, int Length, int Columns) block, float[] patches)
    {
        var (height, width, inputs, window) = (x.Shape[2], x.Shape[3], c.In / c.Groups, c.Window);
        var (top, left) = (window.PadHeight(height).Before, window.PadWidth(width).Before);
        Array.Clear(patches);
        for (var tap = 0; tap < inputs * window.Height * window.Width; tap++)
        {
            var channel = tap / (window.Height * window.Width);
            var (down, across) = (tap / window.Width % window.Height * window.Dilation - top, tap % window.Width * window.Dilation - left);
            var plane = (image * c.In + group * inputs + channel) * height * width;
            for (var i = 0; i < block.Length; i++)
            {
                var (row, column) = ((block.Start + i) / block.Columns, (block.Start + i) % block.Columns);
                var (y, z) = (row * window.Stride + down, column * window.Stride + across);
                if ((uint)y < (uint)height && (uint)z < (uint)width) patches[tap * Block + i] = x.Data[plane + y * width + z];
            }
        }
    }

    private static void Multiply(ReadOnlySpan<float> filter, float[] patches, float[] sums)
    {
        for (var i = 0; i < Block; i += 2 * Vector<float>.Count)
        {
            Vector<float> one = default, two = default, three = default, four = default;
            var tap = 0;
            for (; tap + 1 < filter.Length; tap += 2)
            {
                var at = tap * Block + i;
                one += new Vector<float>(patches, at) * filter[tap];
                two += new Vector<float>(patches, at + Vector<float>.Count) * filter[tap];
                three += new Vector<float>(patches, at + Block) * filter[tap + 1];
                four += new Vector<float>(patches, at + Block + Vector<float>.Count) * filter[tap + 1];
            }
            if (tap < filter.Length)
            {
                one += new Vector<float>(patches, tap * Block + i) * filter[tap];
                two += new Vector<float>(patches, tap * Block + i + Vector<float>.Count) * filter[tap];
            }
            (one + three).CopyTo(sums, i);
            (two + four).CopyTo(sums, i + Vector<float>.Count);
        }
    }
}
