using System.Diagnostics;
using System.Globalization;
using Graft.Imaging;
using NetVips;
using SkiaSharp;

namespace Graft.Bench;

/// <summary>From JPEG bytes to the network's pixels, beside Skia's decoding alone and the same job in libvips.</summary>
internal sealed class ImagingDecode : IComparison
{
    private const int ImagesPerRound = 8;
    private const int Shorter = 256, Crop = 224;

    private readonly byte[] _destination = new byte[Crop * Crop * 3];

    public string Name => "decode";

    public string Description => "640x480 JPEG to 256, crop 224, one thread: Graft, Skia's decoding alone, libvips. Argument: rounds (default 40)";

    public int Run(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 40;
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0;
        var images = ImagingDecodeImages.Make(ImagesPerRound);
        var preprocess = Preprocess.ImageNet(Shorter, Crop);
        (string Name, Action<byte[]> Work)[] ways =
        [
            ("Skia, decoding alone", SkiaDecode),
            ("Graft, decode + resize + crop", image => preprocess.LoadInto(image, "image.jpg", _destination)),
            ("Graft, resize + crop alone", Resize(preprocess, images[0])),
            ("Skia, decode + resize (mipmaps) + crop", SkiaResize),
            ("libvips, decode + linear resize + crop", VipsResize),
            ("libvips, thumbnail + crop", VipsThumbnail),
        ];
        var seconds = ways.Select(_ => new List<double>()).ToArray();
        // Rounds take turns, so that whatever else the machine does meets all of them alike; the first ones warm up.
        for (var round = -10; round < rounds; round++)
            for (var way = 0; way < ways.Length; way++)
            {
                var start = Stopwatch.GetTimestamp();
                foreach (var image in images) ways[way].Work(image);
                if (round >= 0) seconds[way].Add(Stopwatch.GetElapsedTime(start).TotalSeconds / images.Count);
            }
        Print(ways.Select(way => way.Name).ToArray(), seconds);
        return 0;
    }

    private static void Print(string[] names, List<double>[] seconds)
    {
        var kernel = System.Runtime.Intrinsics.X86.Avx2.IsSupported ? "AVX2" : "portable";
        Console.WriteLine(FormattableString.Invariant(
            $"640x480 JPEG, quality 90, 4:2:0, to shorter side {Shorter}, crop {Crop}; {seconds[0].Count} rounds; kernel {kernel}"));
        Console.WriteLine();
        Console.WriteLine("| | ms an image, median | best | images a second | rate relative to Skia's decoding alone |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        for (var i = 0; i < names.Length; i++)
        {
            var median = Median(seconds[i]);
            var ratio = Median([.. seconds[0].Zip(seconds[i], (skia, other) => skia / other)]);
            Console.WriteLine(FormattableString.Invariant(
                $"| {names[i]} | {median * 1000:f3} | {seconds[i].Min() * 1000:f3} | {1 / median:f0} | {ratio:f2} |"));
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private Action<byte[]> Resize(Preprocess preprocess, byte[] first)
    {
        var image = ImageFile.Decode(first, "image.jpg");
        return _ => preprocess.Apply(image).Pixels.CopyTo(_destination, 0);
    }

    private static void SkiaDecode(byte[] image)
    {
        using var bitmap = SKBitmap.Decode(image);
        GC.KeepAlive(bitmap);
    }

    private static void SkiaResize(byte[] image)
    {
        using var bitmap = SKBitmap.Decode(image);
        using var resized = bitmap.Resize(new SKSizeI(341, Shorter), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var cropped = new SKBitmap();
        resized.ExtractSubset(cropped, new SKRectI(58, 16, 58 + Crop, 16 + Crop));
        GC.KeepAlive(cropped);
    }

    private static void VipsResize(byte[] photo)
    {
        using var image = Image.NewFromBuffer(photo, access: Enums.Access.Sequential);
        using var resized = image.Resize((double)Shorter / image.Height, kernel: Enums.Kernel.Linear);
        VipsCrop(resized);
    }

    private static void VipsThumbnail(byte[] image)
    {
        using var resized = Image.ThumbnailBuffer(image, 10_000, height: Shorter);
        VipsCrop(resized);
    }

    private static void VipsCrop(Image resized)
    {
        using var cropped = resized.Crop((resized.Width - Crop) / 2, (resized.Height - Crop) / 2, Crop, Crop);
        GC.KeepAlive(cropped.WriteToMemory<byte>());
    }
}
