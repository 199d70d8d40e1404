using System.Numerics;
using System.Numerics.Tensors;
using Graft.Networks;

namespace Graft.Tests.Networks.Evaluation;

/// <summary>Convolution as a matrix product over patches laid out in columns, block by block; quick enough for whole published networks.</summary>
internal static class ConvolutionEvaluator
{
    private const int Block = 96; // output pixels at a time: a multiple of two vectors of any width
    private const int Filters = 4;
    private static readonly int Width = 2 * Vector<float>.Count;

    public static HostTensor Run(Operation.Convolution c, HostTensor x, ParameterSet parameters)
    {
        var (count, rows, columns) = (x.Shape[0], c.Window.Output(x.Shape[2], x.Shape[3]).Height, c.Window.Output(x.Shape[2], x.Shape[3]).Width);
        var weight = parameters[$"{c.Name}.weight"].Data;
        var bias = c.HasBias ? parameters[$"{c.Name}.bias"].Data : new float[c.Out];
        var (pixels, filters, taps) = (rows * columns, c.Out / c.Groups, weight.Length / c.Out);
        var blocks = (pixels + Block - 1) / Block;
        var result = new float[count * c.Out * pixels];
        Parallel.For(0, count * c.Groups * blocks, () => (Patches: new float[taps * Block], Sums: new float[Filters * Block]), (job, _, space) =>
        {
            var (image, group, start) = (job / blocks / c.Groups, job / blocks % c.Groups, job % blocks * Block);
            var length = Math.Min(Block, pixels - start);
            Gather(c, x, image, group, (start, length, columns), space.Patches);
            for (var filter = 0; filter < filters; filter += Filters)
            {
                var first = group * filters + filter;
                var some = Math.Min(Filters, filters - filter);
                Multiply(weight.AsSpan(first * taps, some * taps), taps, space.Patches, space.Sums);
                for (var row = 0; row < some; row++)
                    TensorPrimitives.Add(space.Sums.AsSpan(row * Block, length), bias[first + row],
                        result.AsSpan((image * c.Out + first + row) * pixels + start, length));
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
            var (row, column) = (block.Start / block.Columns, block.Start % block.Columns);
            for (var i = 0; i < block.Length; i++)
            {
                var (y, z) = (row * window.Stride + down, column * window.Stride + across);
                if ((uint)y < (uint)height && (uint)z < (uint)width) patches[tap * Block + i] = x.Data[plane + y * width + z];
                if (++column == block.Columns) (row, column) = (row + 1, 0);
            }
        }
    }

    // Four filters at a time, so that a patch is read once for four products; what is too many is computed again.
    private static void Multiply(ReadOnlySpan<float> weight, int taps, float[] patches, float[] sums)
    {
        var filters = weight.Length / taps;
        for (var i = 0; i < Block; i += Width)
        {
            var a = weight[..taps];
            var b = weight.Slice(Math.Min(1, filters - 1) * taps, taps);
            var c = weight.Slice(Math.Min(2, filters - 1) * taps, taps);
            var d = weight.Slice((filters - 1) * taps, taps);
            Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
            for (var tap = 0; tap < taps; tap++)
            {
                var (low, high) = (new Vector<float>(patches, tap * Block + i), new Vector<float>(patches, tap * Block + i + Width / 2));
                (a0, a1) = (Add(a0, low, a[tap]), Add(a1, high, a[tap]));
                (b0, b1) = (Add(b0, low, b[tap]), Add(b1, high, b[tap]));
                (c0, c1) = (Add(c0, low, c[tap]), Add(c1, high, c[tap]));
                (d0, d1) = (Add(d0, low, d[tap]), Add(d1, high, d[tap]));
            }
            Store(sums, 0, i, a0, a1);
            Store(sums, 1, i, b0, b1);
            Store(sums, 2, i, c0, c1);
            Store(sums, filters - 1, i, d0, d1);
        }
    }

    private static Vector<float> Add(Vector<float> sum, Vector<float> patch, float weight) => Vector.FusedMultiplyAdd(patch, new Vector<float>(weight), sum);

    private static void Store(float[] sums, int filter, int at, Vector<float> low, Vector<float> high)
    {
        low.CopyTo(sums, filter * Block + at);
        high.CopyTo(sums, filter * Block + at + Width / 2);
    }
}
