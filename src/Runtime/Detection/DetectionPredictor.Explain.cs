using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

public sealed partial class DetectionPredictor
{
    // Measured by `bench explain`. An object is found again where what is found overlaps it at all, and however unsure it is.
    private const int LongerCells = 14, DefaultObjects = 3;
    private const float Unsure = 0.01f;

    private protected override IReadOnlyList<Explanation> Explain(ImageInput input, int? label, CancellationToken cancellation)
    {
        var fitted = input.Fit(Manifest.Preprocess, Options.Decoding);
        var size = fitted.InputSize;
        var pixels = new byte[size.Height * size.Width * 3];
        fitted.CopyTo(size, pixels);
        (int Height, int Width) real = (fitted.Image.Height, fitted.Image.Width);
        List<Detection> found = [.. _session.Run(pixels, 1, size, Options.Limits, [real], cancellation)[0]
            .Where(detection => label is null || detection.Label == label).Take(Options.MaxDetections ?? DefaultObjects)];
        if (found.Count == 0) return [];
        var grid = Grid(real);
        var (_, overlap) = Options.Limits;
        var image = new HiddenImage(pixels, size, real, FittedImage.FillOf(Manifest.Preprocess));
        var maps = RandomMasks.Explain(image, grid, RandomMasks.Count, (1, Options.Workers),
            (seen, _) =>
            {
                var again = _session.Run(seen, 1, size, (Unsure, overlap), [real], cancellation)[0];
                return [[.. found.Select(target => FoundAgain(target, again))]];
            });
        var objects = Detection.InImage(found, fitted.Scale, (fitted.ImageWidth, fitted.ImageHeight));
        return [.. objects.Zip(maps, (one, map) => new Explanation(input.Path, one.Label, Manifest.Classes[one.Label], one.Score)
        {
            IsExact = false,
            Width = fitted.ImageWidth,
            Height = fitted.ImageHeight,
            Box = one.Box,
            Mask = one.Mask,
            Seen = new Box(0, 0, fitted.ImageWidth, fitted.ImageHeight),
            Area = new Box(0, 0, fitted.ImageWidth, fitted.ImageHeight),
            Rows = grid.Rows,
            Columns = grid.Columns,
            Values = map,
        })];
    }

    /// <summary>About square cells, so many along the longer edge.</summary>
    internal static (int Rows, int Columns) Grid((int Height, int Width) size)
    {
        var cell = (double)Math.Max(size.Height, size.Width) / LongerCells;
        return (Math.Max(1, (int)Math.Round(size.Height / cell)), Math.Max(1, (int)Math.Round(size.Width / cell)));
    }

    // How sure it still is, times how well box (and pixels) agree (D-RISE).
    internal static double FoundAgain(Detection target, IReadOnlyList<Detection> found) => found.Where(one => one.Label == target.Label)
        .Select(one => (one, IoU: target.Box.IoU(one.Box))).Where(pair => pair.IoU > 0)
        .Select(pair => pair.one.Score * pair.IoU * Alike(target.Grid, pair.one.Grid)).DefaultIfEmpty().Max();

    // Both grids lie over their boxes, whose places were compared before.
    private static double Alike(MaskGrid? one, MaskGrid? other)
    {
        if (one is null || other is null) return 1;
        var (shared, either) = (0.0, 0.0);
        foreach (var (own, its) in one.Probabilities.Zip(other.Probabilities))
            (shared, either) = (shared + Math.Min(own, its), either + Math.Max(own, its));
        return either > 0 ? shared / either : 0;
    }
}
