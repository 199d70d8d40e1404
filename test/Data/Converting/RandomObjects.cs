using System.Text.Json;
using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>Data sets of objects with everything that annotation files hold, and with names and numbers that formats stumble over.</summary>
internal static class RandomObjects
{
    private static readonly string[] Names =
    [
        "ant", "bee", "sci/tech", "naïve \"quote\", x", "<b>bold</b>", "日本", "yes", "a: b", "#1", "it's", "back\\slash", "null", "0", " spaces ",
        "two\tparts", "🐝",
    ];

    private static readonly string[] Folders = ["", "images/", "train/", "a/", "a b/", ".h/", "val/c/", "a/images/b/"];
    private static readonly string?[] Splits = ["train", "val", "test", null];
    private static readonly string[] Stems = ["x", "y z", "a#b", "c.d", "~t", "日本", "x"];
    private static readonly Lazy<IReadOnlyList<(byte[] Bytes, int Width, int Height, string Extension)>> Files = new(() =>
    [
        .. Enumerable.Range(0, 8).Select(at => (at % 2 == 0 ? ImageEncoder.EncodeJpeg(Images.Pattern((ulong)at, 40 + at, 30 + 2 * at), 80)
            : ImageEncoder.EncodePng(Images.Pattern((ulong)at, 40 + at, 30 + 2 * at)), 40 + at, 30 + 2 * at, at % 2 == 0 ? ".jpg" : ".png")),
    ]);

    public static ObjectDataset Make(string folder, SeededRandom random)
    {
        var classes = Names.OrderBy(_ => random.NextBits()).Take(1 + random.Next(4)).ToArray();
        var (splits, numbers, kinds) = (random.Next(4), random.Next(3), random.Next(4));
        var samples = new List<ObjectSample>();
        for (var at = 0; at < 1 + random.Next(8); at++)
        {
            if (at == Files.Value.Count) break;
            var file = Files.Value[at];
            var extension = random.Next(6) == 0 ? file.Extension.ToUpperInvariant() : file.Extension;
            var name = $"{Folders[random.Next(Folders.Length)]}{Stems[random.Next(Stems.Length)]}{(random.Next(2) == 0 ? $"{at}" : "")}{extension}";
            if (samples.Any(sample => sample.Name == name)) continue;
            Images.Write(Path.Combine(folder, name), file.Bytes);
            samples.Add(new ObjectSample(Path.Combine(folder, name), name, file.Width, file.Height,
                [.. Enumerable.Range(0, random.Next(4))
                    .Select(item => Object(random, (file.Width, file.Height), classes.Length, kinds, numbers > 0 ? 10 * at + item : null))])
            {
                Split = splits switch { 0 => null, 1 => Splits[random.Next(3)], 2 => Splits[random.Next(4)], _ => "test" },
                Group = random.Next(8) == 0 ? "g" : null,
                Id = numbers > 0 ? at + 1 : null,
                Extra = random.Next(5) == 0 ? Extra("date_captured", "today") : null,
            });
        }
        return new ObjectDataset(folder, classes, [.. samples.OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        {
            Format = DatasetFormat.Coco,
            CategoryIds = random.Next(2) == 0 ? [.. Enumerable.Range(1, classes.Length)] : [.. Enumerable.Range(1, classes.Length).Select(label => 3 * label)],
        };
    }

    private static ObjectAnnotation Object(SeededRandom random, (int Width, int Height) size, int classes, int kinds, long? id)
    {
        var (x, y) = (random.Next(size.Width - 4) - 3, random.Next(size.Height - 4) - 3);
        var (dx, dy) = (4 + random.Next(size.Width - x), 4 + random.Next(size.Height - y));
        var shift = random.Next(3) switch { 0 => 0, 1 => 0.25f, _ => (float)random.NextDouble() };
        var item = new ObjectAnnotation(new Box(x + shift, y + shift, x + dx + shift, y + dy + shift), random.Next(classes))
        {
            Id = id,
            IsDifficult = random.Next(6) == 0,
            IsTruncated = random.Next(6) == 0,
            AnnotatedArea = random.Next(4) == 0 ? dx * dy / 2.0 : null,
            Extra = random.Next(6) == 0 ? Extra("pose", "Left") : null,
        };
        if (random.Next(8) == 0) item = item with { IsCrowd = true, IsDifficult = false };
        // All boxes, all polygons, all masks, or of each some.
        return (kinds == 3 ? random.Next(3) : kinds) switch { 0 => item, 1 => WithPolygons(item, random), _ => WithMask(item, size) };
    }

    private static ObjectAnnotation WithPolygons(ObjectAnnotation item, SeededRandom random)
    {
        var box = item.Box;
        var (middle, half) = ((box.X1 + box.X2) / 2.0, (box.Y1 + box.Y2) / 2.0);
        var hexagon = new Polygon([box.X1, half, middle, box.Y1, box.X2, half, box.X2, box.Y2, middle, box.Y2, box.X1, box.Y2]);
        Polygon[] two = [new([box.X1, box.Y1, middle - 1, box.Y1, box.X1, box.Y2]), new([middle + 1, box.Y1, box.X2, box.Y2, middle + 1, box.Y2])];
        return item with { Polygons = random.Next(4) == 0 ? two : [hexagon] };
    }

    private static ObjectAnnotation WithMask(ObjectAnnotation item, (int Width, int Height) size)
    {
        var mask = Mask.FromBox(size.Width, size.Height, item.Box.Clip(size.Width, size.Height));
        return mask.Area == 0 ? item : item with { Mask = mask, Box = mask.Bounds };
    }

    private static Dictionary<string, JsonElement> Extra(string name, string value) => new() { [name] = JsonSerializer.SerializeToElement(value) };
}
