using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Guide;

/// <summary>The program of docs/guide/faces.md.</summary>
internal static class Faces
{
    public static void Run(string first, string second)
    {
        #region analyze
        using var analyzer = FaceAnalyzer.Open(new FaceAnalyzerOptions { MinFace = 30 });
        foreach (var face in analyzer.Analyze(first))
            Console.WriteLine(face.Refusal is { } refusal
                ? $"a face at {face.Box} that cannot be described: {refusal}"
                : $"a face at {face.Box}, eyes {face.Quality!.EyeDistance:0} px apart, {face.Descriptor.Length} numbers");
        #endregion

        #region compare
        var one = analyzer.Analyze(first).MaxBy(face => face.Box.Area);
        var other = analyzer.Analyze(second).MaxBy(face => face.Box.Area);
        if (one?.Quality is not { } quality || other?.Quality is not { } otherQuality)
            Console.WriteLine("undecided: no face that can be described");
        else if ((FaceQualityFloor.Deciding.Below(quality) ?? FaceQualityFloor.Deciding.Below(otherQuality)) is { } below)
            Console.WriteLine($"undecided: {below.Component} is {below.Value:0.00}, {below.Floor:0.00} is the limit");
        else
            Console.WriteLine($"distance {analyzer.Contract.Distance(one.Descriptor.Span, other.Descriptor.Span):0.000}");
        #endregion

        #region align
        if (one is { Refusal: null })
        {
            var chip = FaceAnalyzer.Align(ImageFile.Decode(first), one.Landmarks);
            var again = analyzer.Describe(chip);
            Console.WriteLine($"aligned to {chip.Width} x {chip.Height} pixels: {analyzer.Contract.Distance(again, one.Descriptor.Span):0.0000} away");
        }
        #endregion
    }
}
