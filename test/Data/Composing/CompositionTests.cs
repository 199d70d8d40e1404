using System.Text.Json;
using Graft.Imaging;
using Graft.Tests;
using SkiaSharp;

namespace Graft.Data.Tests;

public sealed class CompositionTests : IDisposable
{
    private static readonly CompositionOptions Small = new()
    { TrainImages = 12, ValidationImages = 6, Width = 160, Height = 120, Negatives = 0.2, Seed = 3 };
    private readonly TestFolder _folder = new();

    public CompositionTests()
    {
        foreach (var (name, colour) in new[] { ("ball", SKColors.Red), ("box", SKColors.Blue) })
            for (var i = 0; i < 4; i++) WriteCutOut(_folder[$"cut/{name}/{i}.png"], name == "ball", colour.WithRed((byte)(colour.Red / 2 + 20 * i)), i);
        for (var i = 0; i < 6; i++) Images.Write(_folder[$"behind/{i}.jpg"], Images.Pattern((ulong)(40 + i), 240, 200));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_composed_data_set_is_read_again_without_a_problem_and_its_labels_agree()
    {
        var result = SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["out"], Small);
        var dataset = ObjectReader.Read(_folder["out"]);
        Assert.Equal((string[])["ball", "box"], dataset.Classes);
        Assert.Equal(12, dataset.Samples.Count(sample => sample.Split == "train"));
        Assert.Equal(result.TrainObjects + result.ValidationObjects, dataset.CountPerClass().Sum());
        Assert.True(dataset.HasMasks);
        Assert.Contains(dataset.Samples, sample => sample.Objects.Count == 0);
        Assert.Contains(dataset.Samples, sample => sample.Objects.Count > 1);
        Assert.DoesNotContain(ObjectDatasetExamination.Examine(dataset).Problems, problem => !problem.IsWarning);
        var masks = MaskReader.Read(_folder["out"]);
        Assert.Equal((string[])["background", "ball", "box"], masks.Classes);
        foreach (var (objects, mask) in dataset.Samples.Zip(masks.Samples))
        {
            var map = IndexPng.Read(mask.MaskPath!).Map;
            Assert.Equal(objects.Objects.Sum(item => item.Mask!.Area), map.Values.Count(value => value > 0));
            Assert.All(objects.Objects, item => Assert.Equal(item.Box, item.Mask!.Bounds));
        }
    }

    [Fact]
    public void One_class_will_do()
    {
        foreach (var file in Directory.GetFiles(_folder["cut/box"])) File.Delete(file);
        Directory.Delete(_folder["cut/box"]);
        SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["one"], Small);
        Assert.Equal(["ball"], ObjectReader.Read(_folder["one"]).Classes);
        Assert.Throws<ProblemsException>(() => DatasetReader.Read(_folder["cut"]));
    }

    [Fact]
    public void The_test_split_has_cut_outs_and_backgrounds_of_its_own()
    {
        var result = SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["out"], Small with { TestImages = 5 });
        Assert.Equal(5, result.TestImages);
        Assert.True(result.TestObjects > 0);
        using var sources = JsonDocument.Parse(File.ReadAllText(_folder["out/sources.json"]));
        foreach (var kind in new[] { "cutOuts", "backgrounds" })
        {
            var names = new[] { "train", "val", "test" }
                .SelectMany(split => sources.RootElement.GetProperty(split).GetProperty(kind).EnumerateArray().Select(name => name.GetString())).ToList();
            Assert.Equal(kind == "cutOuts" ? 8 : 6, names.Count);
            Assert.Equal(names.Count, names.Distinct().Count());
        }
        Assert.Equal(5, ObjectReader.Read(_folder["out"]).Samples.Count(sample => sample.Split == "test"));
    }

    [Fact]
    public void Several_blendings_change_the_edges_and_leave_labels_exact()
    {
        var hard = SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["hard"], Small with { Negatives = 0 });
        var soft = SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["soft"],
            Small with { Negatives = 0, Blends = [SceneBlend.Feathered, SceneBlend.Gaussian] });
        Assert.True(hard.TrainObjects > 0 && soft.TrainObjects > 0);
        Assert.NotEqual(File.ReadAllBytes(_folder["hard/images/train/train_00000.jpg"]), File.ReadAllBytes(_folder["soft/images/train/train_00000.jpg"]));
        Assert.All(ObjectReader.Read(_folder["soft"]).Samples.SelectMany(sample => sample.Objects), item => Assert.Equal(item.Box, item.Mask!.Bounds));
    }

    [Fact]
    public void Objects_that_find_no_place_are_told()
    {
        var result = SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["out"],
            Small with { Negatives = 0, MaxObjects = 40, MaxCovered = 0, MaxOutside = 0, ObjectSize = new(0.7, 0.8) });
        Assert.Contains(result.Warnings, warning => warning.IsWarning && warning.What.Contains("found no place"));
    }

    [Fact]
    public void No_cut_out_and_no_background_is_in_two_splits()
    {
        SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["out"], Small);
        using var sources = JsonDocument.Parse(File.ReadAllText(_folder["out/sources.json"]));
        foreach (var kind in new[] { "cutOuts", "backgrounds" })
        {
            var (train, val) = (Names("train", kind), Names("val", kind));
            Assert.NotEmpty(train);
            Assert.NotEmpty(val);
            Assert.Empty(train.Intersect(val));
        }

        List<string?> Names(string split, string kind) =>
            [.. sources.RootElement.GetProperty(split).GetProperty(kind).EnumerateArray().Select(name => name.GetString())];
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes_and_another_seed_others()
    {
        SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["one"], Small);
        SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["two"], Small);
        SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["three"], Small with { Seed = 4 });
        foreach (var file in Directory.EnumerateFiles(_folder["one"], "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder["two"], Path.GetRelativePath(_folder["one"], file))));
        Assert.NotEqual(File.ReadAllBytes(_folder["one/annotations/instances_train.json"]),
            File.ReadAllBytes(_folder["three/annotations/instances_train.json"]));
    }

    [Fact]
    public void Edges_are_blended_without_a_dark_fringe()
    {
        var cut = new CutOut(new RgbImage(8, 8, [.. Enumerable.Range(0, 192).Select(i => i / 3 % 8 < 4 ? (byte)255 : (byte)0)]),
            [.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 ? (byte)255 : (byte)0)]);
        var image = new RgbImage(40, 40);
        image.Pixels.AsSpan().Fill(255);
        CutOutPaste.Onto(image, CutOutPaste.Rotate(CutOutPaste.Scale(cut, 24, 24, mirror: false), 20), 4, 4);
        Assert.True(image.Pixels.Min() > 240); // white on white stays white
    }

    [Fact]
    public void What_cannot_be_composed_is_listed_with_its_cure()
    {
        Images.Write(_folder["cut/box/opaque.png"], ImageEncoder.EncodePng(Images.Pattern(77)));
        Assert.Contains("opaque.png", Assert.Throws<ProblemsException>(() => SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["out"],
            Small)).Message);
        Assert.Contains("Width", Assert.Throws<ProblemsException>(() => SceneComposition.Write(_folder["cut"], _folder["behind"], _folder["out"],
            Small with { Width = 1 })).Message);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    private static void WriteCutOut(string path, bool round, SKColor colour, int at)
    {
        using var bitmap = new SKBitmap(60, 50, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Transparent);
            using var paint = new SKPaint { Color = colour, IsAntialias = true };
            if (round) canvas.DrawOval(30, 25, 15 + 3 * at, 20 - 2 * at, paint);
            else canvas.DrawRect(5 + 4 * at, 5, 40 - 6 * at, 15 + 8 * at, paint);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Images.Write(path, data.ToArray());
    }
}
