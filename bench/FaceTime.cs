using System.Diagnostics;
using System.Text.Json;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Tests;

namespace Graft.Bench;

/// <summary>A photograph of 12 megapixels from file to descriptors, beside decoding and the networks alone.</summary>
internal static class FaceTime
{
    private const int Rounds = 3, MinFace = 30, Side = 512;

    /// <param name="peer">The folder in which face-api was installed (see eng/reference/face_api_time.js), or null.</param>
    public static void Run(FacePhotos photos, Action<string, string, string> row, string? peer = null)
    {
        var options = new FaceAnalyzerOptions { MinFace = MinFace };
        using var analyzer = FaceAnalyzer.Open(options);
        var (image, _) = FaceTrials.Canvas(photos);
        var file = Path.Combine(Path.GetTempPath(), $"graft-faces-{Environment.ProcessId}.jpg");
        File.WriteAllBytes(file, ImageEncoder.EncodeJpeg(image, 90));
        try
        {
            var described = analyzer.Analyze(file).Count(face => face.Refusal is null);
            var work = analyzer.Answered;
            using var networks = new FaceNetworks(options);
            var seconds = Measure.Rounds(Rounds, () => analyzer.Analyze(file), () => Alone(file, networks, work));
            var (whole, alone) = (Measure.Median(seconds[0]), Measure.Median(seconds[1]));
            row($"12 megapixels from file to {described} descriptors, {work.Detections} inputs of the detector: seconds; decoding and networks alone; quotient",
                FormattableString.Invariant($"{whole:0.00}; {alone:0.00}; {whole / alone:0.000}"), "<= 1.15");
            row("largest memory of the process", FormattableString.Invariant($"{Measure.PeakMegabytes():0} MB"), "");
            if (peer is not null) row("face-api in Node.js: faces in one pass; in tiles of 512 pixels, those in overlaps twice; memory",
                FaceApi(file, peer), "beside ours");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string FaceApi(string file, string peer)
    {
        var start = new ProcessStartInfo("node", ["eng/reference/face_api_time.js", file, $"{Rounds}"]) { RedirectStandardOutput = true };
        start.Environment["NODE_PATH"] = Path.Combine(Path.GetFullPath(peer), "node_modules");
        using var node = Process.Start(start)!;
        var answer = node.StandardOutput.ReadToEnd().Trim();
        node.WaitForExit();
        if (node.ExitCode != 0) return $"node ended with {node.ExitCode}";
        using var said = JsonDocument.Parse(answer.Split('\n')[^1]);
        return $"{Of("onePass")}; {Of("tiles")}; {said.RootElement.GetProperty("megabytes")} MB";

        string Of(string way)
        {
            var one = said.RootElement.GetProperty(way);
            return FormattableString.Invariant($"{one.GetProperty("found")} in {one.GetProperty("seconds").GetDouble():0.0} s");
        }
    }

    /// <summary>Memory of the process over many photographs: after the first tenth, and at the end.</summary>
    public static void Growth(FacePhotos photos, int count, Action<string, string, string> row)
    {
        using var analyzer = FaceAnalyzer.Open(new() { MinFace = 0.2 });
        // Faces that fill a photograph, of different sizes: what is pooled by size would grow with them.
        byte[][] files = [.. photos.Johns.Select((john, at) => ImageEncoder.EncodeJpeg(
            Resampler.Resize(FaceTrials.Framed(ImageFile.Decode(john.File)), 240 + 7 * at, 240 + 5 * at, Interpolation.Bilinear), 90))];
        long early = 0;
        var described = 0;
        for (var at = 0; at < count; at++)
        {
            described += analyzer.Analyze(files[at % files.Length].AsMemory()).Count(face => face.Refusal is null);
            if (at == count / 10) early = Settled();
        }
        row($"{count} photographs, {described} descriptors: memory after a tenth, and at the end",
            FormattableString.Invariant($"{early / 1e6:0} MB, {Settled() / 1e6:0} MB"), "no growth");
    }

    private static long Settled()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Measure.Resident();
    }

    private static void Alone(string file, FaceNetworks networks, (long Detections, long Crops, long Chips) work)
    {
        ImageFile.Decode(file);
        var (input, crops) = (new byte[Side * Side * 3], new byte[2 * FaceLandmarks.Side * FaceLandmarks.Side * 3]);
        var chips = new byte[4 * FaceShape.ChipSide * FaceShape.ChipSide * 3];
        CoreWork.For((int)work.Detections, Environment.ProcessorCount, _ => networks.Detect(input));
        CoreWork.For((int)work.Crops / 2, Environment.ProcessorCount, _ => networks.Landmarks(crops, 2));
        CoreWork.For((int)work.Chips / 4, Environment.ProcessorCount, _ => networks.Describe(chips, 4));
    }
}
