using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

public sealed class MaskSplitTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_class_on_few_images_is_in_both_parts_of_a_drawn_split()
    {
        for (var i = 0; i < 20; i++) Write($"{i:00}", i < 3 ? (byte)2 : (byte)1);
        var examination = Examine();
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var split = MaskSplit.Make(examination.Usable(), examination, 0.2, seed);
            Assert.Empty(split.Problems);
            Assert.True(examination.PixelsOf(split.Train)[2] > 0 && examination.PixelsOf(split.Validation)[2] > 0, $"seed {seed}");
        }
    }

    [Fact]
    public void Classes_that_one_split_lacks_are_told_for_drawn_and_for_given_splits()
    {
        for (var i = 0; i < 6; i++) Write($"{i:00}", i == 0 ? (byte)2 : (byte)1);
        var examination = Examine();
        Assert.Contains("no pixel to validate with: two", Assert.Single(MaskSplit.Make(examination.Usable(), examination, 0.2, 1).Problems).What);

        foreach (var i in new[] { 0, 1 })
            foreach (var (kind, ending) in new[] { ("images", "jpg"), ("masks", "png") })
            {
                Directory.CreateDirectory(_folder[$"{kind}/val"]);
                File.Move(_folder[$"{kind}/{i:00}.{ending}"], _folder[$"{kind}/val/{i:00}.{ending}"]);
            }
        Directory.CreateDirectory(_folder["images/train"]);
        Directory.CreateDirectory(_folder["masks/train"]);
        for (var i = 2; i < 6; i++)
        {
            File.Move(_folder[$"images/{i:00}.jpg"], _folder[$"images/train/{i:00}.jpg"]);
            File.Move(_folder[$"masks/{i:00}.png"], _folder[$"masks/train/{i:00}.png"]);
        }
        Assert.Contains(Examine().Problems, problem => problem.IsWarning && problem.What.Contains("none to learn from: two"));
    }

    [Fact]
    public void A_written_split_is_read_again_with_its_splits_and_masks()
    {
        for (var i = 0; i < 6; i++) Write($"{i:00}", (byte)(1 + i % 2));
        var examination = Examine();
        var split = MaskSplit.Make(examination.Usable(), examination, 0.4, 1);
        using var folder = new TestFolder();
        MaskFolderWriter.Write(examination.Usable() with
        {
            Samples = [.. split.Train.Select(sample => sample with { Split = "train" }),
            .. split.Validation.Select(sample => sample with { Split = "val" })]
        }, folder["out"]);
        var again = MaskReader.Read(folder["out"]);
        Assert.Equal((string[])["background", "one", "two"], again.Classes);
        Assert.Equal((split.Train.Count, split.Validation.Count),
            (again.Samples.Count(sample => sample.Split == "train"), again.Samples.Count(sample => sample.Split == "val")));
        Assert.Equal(examination.PixelsPerClass, MaskDatasetExamination.Examine(again).PixelsPerClass);
        Assert.Throws<GraftException>(() => MaskFolderWriter.Write(again, folder["out"]));
    }

    [Fact]
    public void Masks_of_black_and_white_have_a_cure_of_their_own()
    {
        Write("a", 255);
        var message = Assert.Throws<ProblemsException>(Examine().ThrowIfErrors).Message;
        Assert.Contains("black and white", message);
    }

    private MaskExamination Examine() => MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root));

    private void Write(string name, byte label)
    {
        File.WriteAllText(_folder["classes.txt"], "background\none\ntwo\n");
        Images.Write(_folder[$"images/{name}.jpg"],
            Images.Pattern(100 + ulong.Parse("0" + string.Concat(name.Where(char.IsDigit)), System.Globalization.CultureInfo.InvariantCulture)));
        Images.Write(_folder[$"masks/{name}.png"],
            IndexPng.Write(new ClassMap(96, 80, [.. Enumerable.Range(0, 96 * 80).Select(i => i % 7 == 0 ? label : (byte)0)])));
    }
}
