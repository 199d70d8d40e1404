using System.Text.Json;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Which checks there are of images and of annotations, and that no task goes without one.</summary>
public sealed class ChecksOfTasksTests : IDisposable
{
    private const int Width = 96, Height = 80;

    // How every task examines a data set with one special image, or one of which something special is annotated.
    private static readonly string[] Tasks = ["classify", "detect", "instances", "segment masks", "segment polygons"];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The check, the image that it must notice, what is said, whether it is an error.</summary>
    public static TheoryData<string, string, bool> Checks => new()
    {
        { "broken", "not an image", true },
        { "empty", "is empty", true },
        { "cut off", "truncated", true },
        { "of another format", "holds a PNG image", true },
        { "too large", "At most 178956970 are decoded", true },
        { "missing", "cannot be read", true },
        { "small", "smaller than 64 pixels", false },
        { "flat", "(nearly) black when read", false },
        { "transparent", "transparent pixels", false },
        { "copied", "are identical", false },
        { "nearly copied", "are nearly identical", false },
        { "turned", "orientation (EXIF)", false },
        { "stored", "rotation (EXIF) was not applied", true },
        { "of another size", "80 x 96", true },
    };

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_task_passes_every_check(string check, string said, bool isError)
    {
        // Images by class have nothing that is annotated at a place or a size.
        foreach (var task in Tasks.Where(task => task != "classify" || check is not ("turned" or "stored" or "of another size")))
        {
            // A class of an image that is missing cannot be told by its folder.
            if (task == "classify" && check == "missing") continue;
            var found = Examine(task, check).Where(problem => problem.What.Contains(said)).ToList();
            Assert.True(found.Count == 1, $"{task}: {found.Count} findings of '{check}'");
            Assert.True(isError != found[0].IsWarning, $"{task}: {found[0]}");
        }
    }

    private IReadOnlyList<Problem> Examine(string task, string check)
    {
        var root = _folder[task.Replace(' ', '-')];
        var (ending, special) = Special(check);
        var name = "special" + ending;
        var names = new[] { "0.jpg", "1.jpg", "2.jpg", name };
        var images = Path.Combine(root, task == "classify" ? "ant" : "images");
        for (var at = 0; at < 3; at++) Images.Write(Path.Combine(images, names[at]), Images.Pattern((ulong)at + 1));
        if (special is not null) Images.Write(Path.Combine(images, name), special);
        // Annotations fit the image as it is seen, unless it is they that do not.
        var (width, height) = check switch
        {
            "stored" => (Height, Width),
            "of another size" => (80, 96),
            "small" => (20, 20),
            "too large" => (Width, Height),
            _ => SizeOf(special, name),
        };
        switch (task)
        {
            case "classify":
                for (var at = 0; at < 3; at++) Images.Write(Path.Combine(root, "bee", names[at]), Images.Pattern((ulong)at + 11));
                return DatasetExamination.Examine(DatasetReader.Read(root)).Problems;
            case "segment masks":
                for (var at = 0; at < 3; at++) Images.Write(Path.Combine(root, "masks", $"{at}.png"), Mask(Width, Height));
                Images.Write(Path.Combine(root, "masks", "special.png"), Mask(width, height));
                File.WriteAllText(Path.Combine(root, "classes.txt"), "background\nant\n");
                // The images that lie there are all there are: one is missing where its mask has none.
                return check == "missing" ? [new Problem("", "cannot be read", "")] : MaskDatasetExamination.Examine(MaskReader.Read(root)).Problems;
            default:
                File.WriteAllText(Path.Combine(root, "labels.json"), Coco(names, width, height));
                return task == "segment polygons" ? MaskDatasetExamination.Examine(MaskReader.Read(Path.Combine(root, "labels.json"))).Problems
                    : Objects(root, task == "instances");
        }
    }

    private static IReadOnlyList<Problem> Objects(string root, bool needsPolygons)
    {
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(root));
        return (needsPolygons ? PolygonExamination.Require(examination, OnBadImage.Fail) : examination).Problems;
    }

    private static string Coco(string[] names, int width, int height) => JsonSerializer.Serialize(new
    {
        images = names.Select((name, at) => new { id = at, file_name = name, width = at < 3 ? Width : width, height = at < 3 ? Height : height }),
        categories = new[] { new { id = 1, name = "ant" } },
        annotations = names.Select((_, at) => new
        {
            id = at,
            image_id = at,
            category_id = 1,
            bbox = new[] { 2, 2, 9, 9 },
            segmentation = new[] { new[] { 2, 2, 11, 2, 11, 11 } },
        }),
    });

    private static (int Width, int Height) SizeOf(byte[]? special, string name)
    {
        try
        {
            var info = Decoder.Inspect(special ?? [], name, new DecodeOptions { AcceptMislabelled = true });
            return (info.Width, info.Height);
        }
        catch (ImageException)
        {
            return (Width, Height);
        }
    }

    private static (string Ending, byte[]? Bytes) Special(string check)
    {
        var photo = ImageEncoder.EncodeJpeg(Images.Pattern(30), 90);
        var flat = new RgbImage(Width, Height);
        return check switch
        {
            "broken" => (".jpg", "no image"u8.ToArray()),
            "empty" => (".jpg", []),
            "cut off" => (".jpg", photo[..900]),
            "of another format" => (".jpg", ImageEncoder.EncodePng(Images.Pattern(30))),
            "too large" => (".png", Images.PngOf(60_000, 60_000)),
            "missing" => (".jpg", null),
            "small" => (".jpg", ImageEncoder.EncodeJpeg(Images.Pattern(30, 20, 20), 90)),
            "flat" => (".png", ImageEncoder.EncodePng(flat)),
            "transparent" => (".png", File.ReadAllBytes(Repository.At("test", "Imaging", "Fixtures", "rgba.png"))),
            "copied" => (".jpg", ImageEncoder.EncodeJpeg(Images.Pattern(1), 90)),
            "nearly copied" => (".jpg", ImageEncoder.EncodeJpeg(Images.Pattern(1), 60)),
            "turned" or "stored" => (".jpg", Turned()),
            _ => (".jpg", photo),
        };
    }

    // An EXIF segment behind the start of the file: one entry, 0x0112, orientation 6. As stored it is Height x Width then.
    private static byte[] Turned()
    {
        var jpeg = ImageEncoder.EncodeJpeg(Images.Pattern(30, Height, Width), 90);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static byte[] Mask(int width, int height) =>
        IndexPng.Write(new ClassMap(width, height, [.. Enumerable.Range(0, width * height).Select(i => (byte)(i / width * 2 / height))]));
}
