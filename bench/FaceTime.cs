using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Tests;

namespace Graft.Bench;

/// <summary>A photograph of 12 megapixels from file to descriptors, beside decoding and the networks alone.</summary>
internal static class FaceTime
{
    private const int Rounds = 5, MinFace = 30, Side = 512;

    public static void Run(FacePhotos photos, Action<string, string, string> row)
    {
        var options = new FaceAnalyzerOptions { MinFace = MinFace };
        using var analyzer = FaceAnalyzer.Open(options);
        var (image, _) = FaceTrials.Canvas(photos);
        var file = Path.Combine(Path.GetTempPath(), $"graft-faces-{Environment.ProcessId}.jpg");
        File.WriteAllBytes(file, ImageEncoder.EncodeJpeg(image, 90));
        try
        {
            var faces = analyzer.Analyze(file);
            var described = faces.Count(face => face.Refusal is null);
            var inputs = Inputs(image);
            using var networks = new FaceNetworks(options);
            var seconds = Measure.Rounds(Rounds, () => analyzer.Analyze(file), () => Alone(file, networks, inputs, faces.Count, described));
            var (whole, alone) = (Measure.Median(seconds[0]), Measure.Median(seconds[1]));
            row($"12 megapixels from file to {described} descriptors, {inputs} inputs of the detector: seconds; decoding and networks alone; quotient",
                FormattableString.Invariant($"{whole:0.00}; {alone:0.00}; {whole / alone:0.000}"), "<= 1.15");
            row("largest memory of the process", FormattableString.Invariant($"{Measure.PeakMegabytes():0} MB"), "");
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Tiles of all levels, and the image with room around it.
    private static int Inputs(RgbImage image) => 1 + FaceLevels.Tiles(Math.Max(image.Width, image.Height), MinFace)
        .Sum(tile => Tiles(image.Width, tile) * Tiles(image.Height, tile));

    private static int Tiles(int length, double tile) => FaceLevels.Starts((int)Math.Round(length * Side / tile), Side).Count;

    private static void Alone(string file, FaceNetworks networks, int inputs, int found, int described)
    {
        ImageFile.Decode(file);
        var (input, crop) = (new byte[Side * Side * 3], new byte[2 * FaceLandmarks.Side * FaceLandmarks.Side * 3]);
        var chips = new byte[4 * FaceShape.ChipSide * FaceShape.ChipSide * 3];
        CoreWork.For(inputs, Environment.ProcessorCount, _ => networks.Detect(input));
        CoreWork.For(found, Environment.ProcessorCount, _ => networks.Landmarks(crop, 2));
        CoreWork.For(described, Environment.ProcessorCount, _ => networks.Describe(chips, 4));
    }
}
