using System.Globalization;
using Graft.Imaging;

namespace Graft.Cli;

/// <summary>What <c>--save</c> and <c>--save-txt</c> leave in a run folder.</summary>
internal static class PredictionFiles
{
    /// <summary>Images on the sheet: more cannot be looked at in one image.</summary>
    public const int MaxOnSheet = 64;

    private const int Tile = 192;

    /// <summary>The first images with their classes, as one image.</summary>
    public static void SaveSheet(RunFolder run, IReadOnlyList<PredictionDto> predictions)
    {
        var shrink = new DecodeOptions { ShrinkToWidth = Tile, ShrinkToHeight = Tile };
        var shown = predictions.Where(prediction => prediction.Error is null).Take(MaxOnSheet)
            .Select(prediction => new CaptionedImage(ImageFile.Decode(prediction.Path, shrink), $"{prediction.Class ?? "unsure"} {Percent(prediction.Score)}")).ToList();
        if (shown.Count > 0)
            AtomicFile.WriteBytes(run["predictions.jpg"], ImageEncoder.EncodeJpeg(ContactSheet.Make(shown, new ContactSheetOptions { TileSize = Tile }), 90));
    }

    /// <summary>One text file per image, best class first: <c>0.9731 cat</c>.</summary>
    public static void SaveText(RunFolder run, IReadOnlyList<PredictionDto> predictions)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var prediction in predictions.Where(prediction => prediction.Scores is not null))
        {
            var name = Path.GetFileNameWithoutExtension(prediction.Path);
            for (var number = 2; !taken.Add(name); number++) name = $"{Path.GetFileNameWithoutExtension(prediction.Path)}-{number}";
            var lines = prediction.Scores!.OrderByDescending(pair => pair.Value)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:0.0000} {pair.Key}\n"));
            AtomicFile.WriteText(run[Path.Combine("labels", $"{name}.txt")], string.Concat(lines));
        }
    }

    public static string Percent(float? score) => score is { } value ? (value * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";
}
