using System.Runtime.InteropServices;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;
using TorchSharp;

namespace Graft.Training;

/// <summary>A detector as it predicts, on torch: what the exported file must answer too.</summary>
internal static class DetectionForward
{
    /// <summary>
    /// Detections of each image in pixels of the batch, the surest first, cut to its real size where that is given. Inside a scope and without
    /// gradients.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<Detection>> Run(DetectionNetwork network, TorchOutput output, (int Height, int Width) size,
        DetectionTaskOptions options,
        IReadOnlyList<(int Height, int Width)>? real = null)
    {
        var grid = new AnchorGrid(network, output.Outputs, size);
        var images = (int)output.Output.shape[0];
        var levels = grid.ToHost();
        var detection = options.Detection with { MaxDetections = network.Architecture.MaxDetections };
        if (!network.Architecture.IsTwoStage)
        {
            var decoder = new OneStageDecoder(grid.Anchors, network.Architecture.AnchorsPerPlace, network.Outputs, detection);
            return [.. Enumerable.Range(0, images).Select(image => decoder.Decode(levels, image, SizeOf(image).Height, SizeOf(image).Width))];
        }
        var generator = new ProposalGenerator(grid.Anchors, network.Architecture.AnchorsPerPlace, ProposalsOf(network, options));
        Region[] regions = [.. Enumerable.Range(0, images).SelectMany(image =>
            generator.Generate(levels, image, SizeOf(image).Height, SizeOf(image).Width).Select(box => new Region(image, box)))];
        if (regions.Length == 0) return [.. Enumerable.Range(0, images).Select(_ => (IReadOnlyList<Detection>)[])];
        var (pooled, order) = RegionPooling.Of(network).Pool([.. grid.Levels.Take(network.RegionLevels)], regions, DetectionArchitecture.Cells);
        var answers = output.Heads![0].Forward(pooled, isTraining: false).Outputs;
        var (logits, codes) = (HostTensors.ToHost(answers[0]).Data, HostTensors.ToHost(answers[1]).Data);
        var decoder2 = new RegionDecoder(network.Classes, detection);
        IReadOnlyList<IReadOnlyList<Detection>> found = [.. Enumerable.Range(0, images).Select(image => Decode(image))];
        return network.MaskHead is null ? found : MaskForward.Draw(network, output.Heads[1], grid.Levels, found);

        IReadOnlyList<Detection> Decode(int image)
        {
            int[] own = [.. Enumerable.Range(0, order.Length).Where(row => regions[order[row]].Image == image)];
            Box[] boxes = [.. own.Select(row => regions[order[row]].Box)];
            float[] ownLogits = [.. own.SelectMany(row => logits.AsSpan(row * network.Outputs, network.Outputs).ToArray())];
            float[] ownCodes = [.. own.SelectMany(row => codes.AsSpan(row * network.Outputs * 4, network.Outputs * 4).ToArray())];
            return decoder2.Decode(boxes, ownLogits, ownCodes, SizeOf(image).Height, SizeOf(image).Width);
        }

        (int Height, int Width) SizeOf(int image) => real?[image] ?? size;
    }

    /// <summary>Proposals of a detector as it predicts.</summary>
    public static ProposalOptions ProposalsOf(DetectionNetwork network, DetectionTaskOptions options) =>
        options.Predicting ?? new()
        {
            BeforeSuppression = Math.Max(network.Architecture.Proposals, 150),
            AfterSuppression = network.Architecture.Proposals,
            ScoreThreshold = network.Architecture.ProposalThreshold
        };
}
