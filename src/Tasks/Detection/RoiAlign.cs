using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// Cuts regions out of feature maps as grids of one size, by bilinear samples (He et al., arXiv:1703.06870), with torchvision's
/// results. All channels of a pixel are worked on at once, regions (forward) and channels (backward) on all cores.
/// </summary>
public static class RoiAlign
{
    private const int ChannelChunk = 32;

    /// <summary>The cells of every region.</summary>
    /// <param name="features">Maps of the given shape.</param>
    /// <param name="shape">N x H x W x C.</param>
    /// <param name="regions">Where to cut.</param>
    /// <param name="options">Size, scale and sampling.</param>
    /// <param name="output">Regions x Output x Width x C.</param>
    public static unsafe void Forward(ReadOnlySpan<float> features, FeatureShape shape, ReadOnlySpan<Region> regions, RoiAlignOptions options, Span<float> output)
    {
        Check(features.Length, shape, regions, options, output.Length);
        var places = regions.ToArray();
        fixed (float* from = features, to = output)
        {
            var (source, target) = ((nint)from, (nint)to);
            Parallel.For(0, places.Length, () => new RoiWalk(shape, options), (i, _, walk) =>
            {
                walk.Forward(new ReadOnlySpan<float>((float*)source, shape.Length), places[i],
                    new Span<float>((float*)target + (long)i * walk.Length, walk.Length));
                return walk;
            }, _ => { });
        }
    }

    /// <summary>Adds the gradient of the maps, given that of the cells. The same numbers whatever the number of cores.</summary>
    /// <param name="gradients">Gradient of the cells: Regions x Output x Width x C.</param>
    /// <param name="shape">Shape of the maps.</param>
    /// <param name="regions">The regions.</param>
    /// <param name="options">As forward.</param>
    /// <param name="gradient">N x H x W x C; added to.</param>
    public static unsafe void Backward(ReadOnlySpan<float> gradients, FeatureShape shape, ReadOnlySpan<Region> regions, RoiAlignOptions options, Span<float> gradient)
    {
        Check(gradient.Length, shape, regions, options, gradients.Length);
        var places = regions.ToArray();
        fixed (float* from = gradients, to = gradient)
        {
            var (source, target) = ((nint)from, (nint)to);
            // Regions overlap, channels do not: each core has channels of its own.
            Parallel.For(0, (shape.Channels + ChannelChunk - 1) / ChannelChunk, chunk =>
            {
                var walk = new RoiWalk(shape, options);
                var (first, count) = (chunk * ChannelChunk, Math.Min(ChannelChunk, shape.Channels - chunk * ChannelChunk));
                for (var i = 0; i < places.Length; i++)
                    walk.Backward(new ReadOnlySpan<float>((float*)source + (long)i * walk.Length, walk.Length), places[i],
                        new Span<float>((float*)target, shape.Length), first, count);
            });
        }
    }

    private static void Check(int features, FeatureShape shape, ReadOnlySpan<Region> regions, RoiAlignOptions options, int cells)
    {
        if (features != shape.Length) throw new ArgumentException($"{shape} needs {shape.Length} values, not {features}.");
        var needed = regions.Length * options.Output * options.Width * shape.Channels;
        if (cells != needed) throw new ArgumentException($"{regions.Length} regions need {needed} values, not {cells}.");
        foreach (var region in regions)
            if (region.Image < 0 || region.Image >= shape.Count) throw new ArgumentException($"There is no image {region.Image} among {shape.Count}.");
    }

    /// <summary>One core's way over the samples of a region.</summary>
    private sealed class RoiWalk(FeatureShape shape, RoiAlignOptions options)
    {
        private readonly RoiTaps _rows = new(), _columns = new();

        public int Length { get; } = options.Output * options.Width * shape.Channels;

        public void Forward(ReadOnlySpan<float> features, Region region, Span<float> output)
        {
            output.Clear();
            var share = Begin(region);
            for (var cellY = 0; cellY < options.Output; cellY++)
                for (var cellX = 0; cellX < options.Width; cellX++)
                {
                    var cell = output.Slice((cellY * options.Width + cellX) * shape.Channels, shape.Channels);
                    for (var sampleY = cellY * _rows.PerCell; sampleY < (cellY + 1) * _rows.PerCell; sampleY++)
                        for (var sampleX = cellX * _columns.PerCell; sampleX < (cellX + 1) * _columns.PerCell; sampleX++)
                        {
                            var (y, x) = (_rows[sampleY], _columns[sampleX]);
                            Take(features, region.Image, y.Low, x.Low, y.LowWeight * x.LowWeight * share, cell);
                            Take(features, region.Image, y.Low, x.High, y.LowWeight * x.HighWeight * share, cell);
                            Take(features, region.Image, y.High, x.Low, y.HighWeight * x.LowWeight * share, cell);
                            Take(features, region.Image, y.High, x.High, y.HighWeight * x.HighWeight * share, cell);
                        }
                }
        }

        public void Backward(ReadOnlySpan<float> gradients, Region region, Span<float> gradient, int first, int count)
        {
            var share = Begin(region);
            for (var cellY = 0; cellY < options.Output; cellY++)
                for (var cellX = 0; cellX < options.Width; cellX++)
                {
                    var cellGradient = gradients.Slice((cellY * options.Width + cellX) * shape.Channels + first, count);
                    for (var sampleY = cellY * _rows.PerCell; sampleY < (cellY + 1) * _rows.PerCell; sampleY++)
                        for (var sampleX = cellX * _columns.PerCell; sampleX < (cellX + 1) * _columns.PerCell; sampleX++)
                        {
                            var (y, x) = (_rows[sampleY], _columns[sampleX]);
                            Give(cellGradient, region.Image, y.Low, x.Low, y.LowWeight * x.LowWeight * share, gradient, first);
                            Give(cellGradient, region.Image, y.Low, x.High, y.LowWeight * x.HighWeight * share, gradient, first);
                            Give(cellGradient, region.Image, y.High, x.Low, y.HighWeight * x.LowWeight * share, gradient, first);
                            Give(cellGradient, region.Image, y.High, x.High, y.HighWeight * x.HighWeight * share, gradient, first);
                        }
                }
        }

        private float Begin(Region region)
        {
            _rows.Set((region.Box.Y1, region.Box.Y2), shape.Height, options.Output, options);
            _columns.Set((region.Box.X1, region.Box.X2), shape.Width, options.Width, options);
            return 1f / Math.Max(1, _rows.PerCell * _columns.PerCell);
        }

        private void Take(ReadOnlySpan<float> features, int image, int y, int x, float weight, Span<float> cell)
        {
            if (weight == 0) return;
            var pixel = features.Slice(At(image, y, x), shape.Channels);
            TensorPrimitives.MultiplyAdd(pixel, weight, cell, cell);
        }

        private void Give(ReadOnlySpan<float> cellGradient, int image, int y, int x, float weight, Span<float> gradient, int first)
        {
            if (weight == 0) return;
            var pixel = gradient.Slice(At(image, y, x) + first, cellGradient.Length);
            TensorPrimitives.MultiplyAdd(cellGradient, weight, pixel, pixel);
        }

        private int At(int image, int y, int x) => ((image * shape.Height + y) * shape.Width + x) * shape.Channels;
    }
}
