using Graft.Imaging;
using Graft.Tests;
using static Graft.Data.Tests.SmallScenes;

namespace Graft.Data.Tests;

public sealed class CompositionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public CompositionTests() => WriteSources(_folder);

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
}
