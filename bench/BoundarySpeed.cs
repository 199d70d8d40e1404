using System.Diagnostics;
using System.Globalization;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>The boundary score of 12 megapixels, with few edges and with dense ones.</summary>
internal sealed class BoundarySpeed : IComparison
{
    private const int Width = 4000, Height = 3000, Classes = 5;

    public string Name => "boundary";

    public string Description => "boundary: seconds and memory of the boundary score of 12 megapixels, by how dense the edges are";

    public int Run(string[] arguments)
    {
        Console.WriteLine($"{Measure.Machine()}; {Width} x {Height}, {Classes} classes in squares, the prediction moved by 2 pixels\n");
        Console.WriteLine("| sides of the squares | seconds | MB allocated | peak MB |\n| --- | --- | --- | --- |");
        foreach (var side in new[] { 500, 32, 4 })
        {
            var (truth, predicted) = (Squares(side, 0), Squares(side, 2));
            var (watch, before) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes());
            BoundaryScore.Of(truth, predicted, 0.0075, new double[Classes]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {side} | {watch.Elapsed.TotalSeconds:0.00} "
                + $"| {(GC.GetTotalAllocatedBytes() - before) / 1e6:0} | {Measure.PeakMegabytes():0} |"));
        }
        return 0;
    }

    private static ClassMap Squares(int side, int shift)
    {
        var values = new byte[Width * Height];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++) values[y * Width + x] = (byte)(((x + shift) / side + 2 * ((y + shift) / side)) % Classes);
        return new ClassMap(Width, Height, values);
    }
}
