using System.Diagnostics;
using System.Text;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>What nobody sees in a viewer, and files that are none.</summary>
public sealed class UnseenTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 15, true)]
    [InlineData(200, 210, true)]
    [InlineData(0, 60, false)]
    public void An_image_that_is_nearly_of_one_colour_is_shown_with_its_levels(byte min, byte max, bool isTold)
    {
        Images.WriteClasses(_folder.Root, ("ant", 3), ("bee", 3));
        var flat = new RgbImage(96, 80);
        for (var i = 0; i < flat.Pixels.Length; i++) flat.Pixels[i] = i / 30 % 2 == 0 ? min : max;
        Images.Write(_folder["ant/flat.png"], ImageEncoder.EncodePng(flat));
        var told = Examined().Where(problem => problem.What.Contains("when read")).ToList();
        Assert.Equal(isTold, told.Count == 1);
        if (isTold) Assert.Contains($"ant/flat.png (levels {min} to {max} of 255)", told[0].What);
    }

    [Fact]
    public void Colours_under_transparent_pixels_are_told_once()
    {
        Images.WriteClasses(_folder.Root, ("ant", 3), ("bee", 3));
        foreach (var name in new[] { "pal_t.gif", "rgba.png", "rgba.webp" })
            File.Copy(Repository.At("test", "Imaging", "Fixtures", name), _folder[$"ant/{name}"]);
        var told = Assert.Single(Examined(), problem => problem.What.Contains("transparent"));
        Assert.StartsWith("3 images have", told.What);
        Assert.True(told.IsWarning);
    }

    [Fact]
    public void Images_with_names_that_hide_them_are_told_in_every_layout()
    {
        Images.WriteClasses(_folder["classes"], ("ant", 3), ("bee", 3));
        foreach (var name in new[] { ".own.png", "~backup.jpg", "._ant0.png", ".DS_Store" }) Images.Write(_folder[$"classes/bee/{name}"], Png(9));
        for (var at = 0; at < 3; at++)
        {
            Images.Write(_folder[$"masked/images/{at}.png"], Png(at));
            Images.Write(_folder[$"masked/masks/{at}.png"], IndexPng.Write(new ClassMap(32, 24, [.. Enumerable.Range(0, 32 * 24).Select(i => (byte)(i % 2))])));
            Images.Write(_folder[$"boxes/images/{at}.png"], Png(at));
            File.WriteAllText(Directory.CreateDirectory(_folder["boxes/labels"]).FullName + $"/{at}.txt", "0 0.5 0.5 0.2 0.2\n");
        }
        File.WriteAllText(_folder["boxes/data.yaml"], "train: images\nval: images\nnames: [ant]\n");
        Images.Write(_folder["masked/images/.own.png"], Png(9));
        Images.Write(_folder["boxes/images/.own.png"], Png(9));

        Told(DatasetReader.Read(_folder["classes"]).Warnings, "2 images are hidden by their names and were left out: bee/.own.png, bee/~backup.jpg.");
        Told(MaskReader.Read(_folder["masked"]).Warnings, "1 image is hidden by its name and was left out: images/.own.png.");
        Told(ObjectReader.Read(_folder["boxes"]).Warnings, "1 image is hidden by its name and was left out: images/.own.png.");

        static void Told(IEnumerable<Problem> warnings, string what) =>
            Assert.Equal(what, Assert.Single(warnings, problem => problem.What.Contains("hidden")).What);
        static byte[] Png(int seed) => ImageEncoder.EncodePng(Images.Pattern((ulong)seed + 1, 32, 24));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Grey_levels_along_edges_are_no_classes(bool isJpeg)
    {
        for (var at = 0; at < 3; at++)
        {
            var drawn = new RgbImage(64, 48);
            for (var y = 0; y < 48; y++)
                for (var x = 0; x < 64; x++)
                    if ((x - 30) * (x - 30) + (y - 20) * (y - 20) < 150 + 60 * at) drawn.Pixels.AsSpan(3 * (y * 64 + x), 3).Fill(255);
            var mask = isJpeg ? ImageFile.Decode(ImageEncoder.EncodeJpeg(drawn, 80), "m.jpg") : Resampler.Resize(drawn, 96, 80, Interpolation.Bicubic);
            var map = new ClassMap(mask.Width, mask.Height, [.. Enumerable.Range(0, mask.Width * mask.Height).Select(i => mask.Pixels[3 * i])]);
            Images.Write(_folder[$"images/{at}.png"], ImageEncoder.EncodePng(Images.Pattern((ulong)at + 1, map.Width, map.Height)));
            Images.Write(_folder[$"masks/{at}.png"], IndexPng.Write(map));
        }
        var message = Assert.Throws<ProblemsException>(() => MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root)).ThrowIfErrors()).Message;
        Assert.Contains("no classes", message);
        Assert.Contains("images/", message);
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 2 }, false)]
    [InlineData(new byte[] { 0, 1, 3, 255 }, false)]
    [InlineData(new byte[] { 0, 128 }, true)]
    [InlineData(new byte[] { 0, 100, 200 }, true)]
    public void Values_that_nobody_named_are_classes_only_where_they_are_counted(byte[] values, bool isRefused)
    {
        Images.Write(_folder["images/a.jpg"], Images.Pattern(1));
        var map = new ClassMap(96, 80, [.. Enumerable.Range(0, 96 * 80).Select(i => values[i / 96 * values.Length / 80])]);
        Images.Write(_folder["masks/a.png"], IndexPng.Write(map));
        var dataset = MaskReader.Read(_folder.Root);
        Assert.Equal(isRefused, dataset.Errors.Count > 0);
        if (!isRefused) return;
        Assert.Contains("classes.txt", dataset.Errors[0].Cure);
        File.WriteAllLines(_folder["classes.txt"], Enumerable.Range(0, 201).Select(value => $"c{value}"));
        Assert.Empty(MaskReader.Read(_folder.Root).Errors);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void Masks_of_images_that_the_camera_turned_are_told_or_refused(int orientation)
    {
        File.Copy(Repository.At("test", "Imaging", "Fixtures", $"oriented{orientation}.jpg"), Made("images/a.jpg"));
        var info = ImageFile.Inspect(_folder["images/a.jpg"]);
        ClassMap Map(int width, int height) => new(width, height, [.. Enumerable.Range(0, width * height).Select(i => (byte)(i / width * 2 / height))]);
        File.WriteAllBytes(Made("masks/a.png"), IndexPng.Write(Map(info.Width, info.Height)));
        File.WriteAllText(_folder["classes.txt"], "background\nant\n");
        var upright = MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root));
        Assert.False(upright.HasErrors);
        Assert.Contains(upright.Problems, problem => problem.IsWarning && problem.What.Contains("orientation (EXIF)") && problem.What.Contains("a.jpg"));
        if (orientation < 5) return;
        File.WriteAllBytes(_folder["masks/a.png"], IndexPng.Write(Map(info.Height, info.Width)));
        Assert.Contains("rotation (EXIF) was not applied",
            Assert.Throws<ProblemsException>(MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root)).ThrowIfErrors).Message);
    }

    [Fact]
    public void Names_in_another_encoding_are_refused_with_their_line_and_never_become_one()
    {
        Images.WriteClasses(_folder.Root, ("ant", 2), ("bee", 2));
        File.WriteAllBytes(_folder["list.csv"], Encoding.Latin1.GetBytes("file,label\nant/0.jpg,caf\u00E9\nbee/0.jpg,caf\u00E8\n"));
        Assert.Contains("line 2: 'ant/0.jpg,caf\u00E9' is not UTF-8", Assert.Throws<GraftException>(() => DatasetReader.Read(_folder["list.csv"])).Message);
        Images.Write(_folder["m/images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["m/masks/a.png"], IndexPng.Write(new ClassMap(96, 80, new byte[96 * 80])));
        File.WriteAllBytes(_folder["m/classes.txt"], Encoding.Latin1.GetBytes("caf\u00E9\ncaf\u00E8\n"));
        Assert.Contains("not UTF-8", Assert.Throws<GraftException>(() => MaskReader.Read(_folder["m"])).Message);
    }

    [Fact]
    public void Bad_lines_of_a_manifest_are_left_out_where_bad_images_are()
    {
        Images.WriteClasses(_folder.Root, ("ant", 2), ("bee", 2));
        File.WriteAllText(_folder["list.csv"],
            "file,label\nant/0.jpg,ant\nant/1.jpg,ant\nbee/0.jpg,bee\nbee/1.jpg,bee\ngone.jpg,ant\nant/0.jpg,bee\nbee/1.jpg,\na,b,c\n");
        Assert.Contains("4 problems", Assert.Throws<ProblemsException>(() => DatasetReader.Read(_folder["list.csv"])).Message);
        var dataset = DatasetReader.Read(_folder["list.csv"], new ReaderOptions { OnBadImage = OnBadImage.Skip });
        Assert.Equal(4, dataset.Samples.Count);
        Assert.Equal(4, dataset.Warnings.Count(warning => warning.Where.StartsWith("list.csv, line")));
        Images.Write(_folder["bee/unlisted.jpg"], Images.Pattern(40));
        dataset = DatasetReader.Read(_folder["list.csv"], new ReaderOptions { OnBadImage = OnBadImage.Skip });
        Assert.Contains(dataset.Warnings, warning => warning.What.StartsWith("1 image lies beside") && warning.What.Contains("bee/unlisted.jpg"));
    }

    [Fact]
    public async Task Pipes_are_not_opened_by_any_reader()
    {
        if (OperatingSystem.IsWindows()) return;
        Images.WriteClasses(_folder["classes"], ("ant", 3), ("bee", 3));
        Images.Write(_folder["yolo/images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["masks/images/a.jpg"], Images.Pattern(1));
        Images.Write(_folder["masks/masks/a.png"], IndexPng.Write(new ClassMap(96, 80, new byte[96 * 80])));
        string[] pipes =
        [
            "classes/ant/pipe.jpg", "yolo/labels/a.txt", "yolo/images/pipe.jpg", "yolo/data.yaml", "yolo/x.json", "yolo/x.xml", "masks/classes.txt",
            "masks/data.yaml", "masks/images/pipe.jpg", "masks/masks/pipe.png", "pipe.csv", "pipe.json", "pipe.yaml",
        ];
        foreach (var pipe in pipes)
            using (var process = Process.Start("mkfifo", Made(pipe))) process.WaitForExit();
        var work = Task.Run(() =>
        {
            Assert.Contains(DatasetExamination.Examine(DatasetReader.Read(_folder["classes"])).Problems, problem => problem.Where == "ant/pipe.jpg");
            foreach (var read in new Action[]
                {
                    () => ObjectDatasetExamination.Examine(ObjectReader.Read(_folder["yolo"])),
                    () => MaskDatasetExamination.Examine(MaskReader.Read(_folder["masks"])),
                    () => DatasetReader.Read(_folder["pipe.csv"]), () => ObjectReader.Read(_folder["pipe.json"]), () => ObjectReader.Read(_folder["pipe.yaml"]),
                })
                try
                {
                    read();
                }
                catch (GraftException)
                {
                    // Nothing that can be used: any refusal is right.
                }
        });
        Assert.True(await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(60))) == work, "A reader waits for a pipe.");
        await work;
    }

    [Fact]
    public void Links_that_lead_to_one_another_are_followed_once()
    {
        foreach (var name in Enumerable.Range(0, 8).Select(at => $"ant/{at}"))
        {
            Images.Write(_folder[$"{name}/a.jpg"], Images.Pattern(name[^1]));
            foreach (var other in Enumerable.Range(0, 8)) Directory.CreateSymbolicLink(_folder[$"{name}/to{other}"], _folder[$"ant/{other}"]);
        }
        Images.WriteClasses(_folder.Root, ("bee", 2));
        Assert.InRange(DatasetReader.Read(_folder.Root).Samples.Count(sample => sample.Label == 0), 8, 16);
    }

    [Fact]
    public void Readers_stop_between_files_when_they_are_cancelled()
    {
        Images.Write(_folder["images/a.jpg"], Images.Pattern(1));
        Directory.CreateDirectory(_folder["labels"]);
        File.WriteAllText(_folder["labels/a.txt"], "0 0.5 0.5 0.1 0.1\n");
        var options = new ReaderOptions { Cancellation = new CancellationToken(true) };
        Assert.Throws<OperationCanceledException>(() => ObjectReader.Read(_folder.Root, options));
        Assert.Throws<OperationCanceledException>(() => ObjectReader.Read(Scenes.Root, options));
    }

    private IReadOnlyList<Problem> Examined() => DatasetExamination.Examine(DatasetReader.Read(_folder.Root)).Problems;

    private string Made(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        return _folder[name];
    }
}
