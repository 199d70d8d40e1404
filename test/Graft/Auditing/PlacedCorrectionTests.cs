using Graft.Data;
using Graft.Imaging;

namespace Graft.Tests.Auditing;

public sealed class PlacedCorrectionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bird", "bird", null)]
    [InlineData("[1 2 3.5 4]", "", "1 2 3.5 4")]
    [InlineData("old [big] car [ 0  0 10 20.1 ]", "old [big] car", "0 0 10 20.1")]
    [InlineData("car [2024]", "car [2024]", null)]
    public void A_cell_has_a_class_a_place_or_both(string text, string label, string? place)
    {
        var placed = PlacedLabel.Parse(text);
        Assert.Equal(label, placed.Label);
        Assert.Equal(place, placed.Box is null ? null : placed.ToString()[(label.Length + (label.Length > 0 ? 2 : 1))..^1]);
        Assert.Equal(placed, PlacedLabel.Parse(placed.ToString()));
    }

    [Fact]
    public void Objects_are_relabelled_moved_added_and_removed()
    {
        var table = Table("a.jpg,bird [1 1 5 5],fish", "a.jpg,bird [6 6 9 9],[5 5 9.5 9]", "a.jpg,,fish [0 0 2 2]", "b.jpg,fish [1 1 4 4],remove",
            "b.jpg,bird [0 0 9 9],", "c.jpg,,remove");
        var (corrected, counts) = ObjectCorrections.Apply(table, Objects(), keepsMasks: false);
        Assert.Equal((1, 1, 1, 1, 1), (counts.Relabelled, counts.Moved, counts.Added, counts.Removed, counts.ImagesLeftOut));
        Assert.Equal(["a.jpg: fish [1 1 5 5] bird [5 5 9.5 9] fish [0 0 2 2]", "b.jpg: fish [1 1 4 4] bird [0 0 9 9]"], corrected.Samples.Select(sample =>
            $"{sample.Name}: {string.Join(' ', sample.Objects.Select(item => new PlacedLabel(corrected.Classes[item.Label], item.Box)))}"));
        Assert.Null(corrected.Samples[0].Objects[1].Polygons);
        Assert.Equal("1 with another label, 1 moved, 1 added, 1 removed, 1 image left out", counts.Describe(isOfImages: false));
    }

    [Fact]
    public void Several_lines_of_one_object_are_taken_together_and_removing_it_wins()
    {
        var table = Table("a.jpg,bird [1 1 5 5],fish", "a.jpg,bird [1 1 5 5],[2 2 6 6]", "a.jpg,bird [6 6 9 9],fish", "a.jpg,bird [6 6 9 9],remove");
        var (corrected, counts) = ObjectCorrections.Apply(table, Objects(), keepsMasks: false);
        var item = Assert.Single(corrected.Samples[0].Objects);
        Assert.Equal("fish [2 2 6 6]", new PlacedLabel(corrected.Classes[item.Label], item.Box).ToString());
        Assert.Equal((1, 1, 1), (counts.Relabelled, counts.Moved, counts.Removed));
    }

    [Theory]
    [InlineData("none.jpg,bird [1 1 5 5],fish", false, "no image 'none.jpg'")]
    [InlineData("a.jpg,bird [1 1 5 6],fish", false, "no object 'bird [1 1 5 6]' now")]
    [InlineData("a.jpg,bird [1 1 5 5],fsh", false, "'fish' is one.")]
    [InlineData("a.jpg,bird [1 1 5 5],[5 5 5 9]", false, "has no area")]
    [InlineData("a.jpg,bird [1 1 5 5],[5 5 11 9]", false, "reaches beyond the image (10 x 10)")]
    [InlineData("a.jpg,bird [1 1 5 5],[1 1 5 6]\na.jpg,bird [1 1 5 5],[1 1 5 7]", false, "line 3")]
    [InlineData("a.jpg,,fish", false, "adds no object")]
    [InlineData("a.jpg,bird [1 1 5 5],[1 1 5 6]", true, "cannot be moved by its box")]
    [InlineData("a.jpg,,fish [1 1 2 2]", true, "cannot be added by its box")]
    [InlineData("b.jpg,fish [1 1 4 4],remove\nb.jpg,fish [1 1 4 4],remove\nb.jpg,fish [1 1 4 4],remove", false, "line 4")]
    public void What_cannot_be_done_is_named_with_its_line(string lines, bool keepsMasks, string message)
    {
        var failure = Assert.Throws<ProblemsException>(() => ObjectCorrections.Apply(Table(lines), Objects(), keepsMasks));
        Assert.Contains(message, Assert.Single(failure.Problems).ToString());
    }

    [Fact]
    public void A_whole_region_gets_another_class_and_the_file_that_was_read_stays()
    {
        var dataset = Masks();
        var before = File.ReadAllBytes(dataset.Samples[0].MaskPath!);
        var (corrected, counts) = MaskCorrections.Apply(Table("a.jpg,bird [0 0 2 1],fish", "a.jpg,background [2 0 3 1],"), dataset, _folder.Root);
        Assert.Equal(1, counts.Relabelled);
        Assert.Equal([2, 2, 0, 0, 0, 1], DecodedMaskSample.LoadMap(corrected.Samples[0], 3, 2).Values);
        Assert.Equal(before, File.ReadAllBytes(dataset.Samples[0].MaskPath!));
    }

    [Theory]
    [InlineData("a.jpg,bird [0 0 2 2],fish", "no region 'bird [0 0 2 2]'")]
    [InlineData("a.jpg,bird [0 0 2 1],fsh", "'fish' is one.")]
    public void A_part_of_a_region_is_refused(string line, string message)
    {
        var failure = Assert.Throws<ProblemsException>(() => MaskCorrections.Apply(Table(line), Masks(), _folder.Root));
        Assert.Contains(message, Assert.Single(failure.Problems).ToString());
    }

    private string Table(params string[] lines)
    {
        File.WriteAllText(_folder["audit.csv"], $"file,label,suggestion\n{string.Join('\n', lines)}\n");
        return _folder["audit.csv"];
    }

    private static ObjectDataset Objects() => new("root", ["bird", "fish"],
    [
        new("a.jpg", "a.jpg", 10, 10, [new(new(1, 1, 5, 5), 0), new(new(6, 6, 9, 9), 0) { Polygons = [Polygon.Of(new(6, 6, 9, 9))] }]),
        new("b.jpg", "b.jpg", 10, 10, [new(new(1, 1, 4, 4), 1), new(new(1, 1, 4, 4), 1), new(new(0, 0, 9, 9), 0)]),
        new("c.jpg", "c.jpg", 10, 10, []),
    ]);

    private MaskDataset Masks()
    {
        File.WriteAllBytes(_folder["a.png"], IndexPng.Write(new(3, 2, [1, 1, 0, 0, 0, 1])));
        return new(_folder.Root, ["background", "bird", "fish"], [new("a.jpg", "a.jpg", _folder["a.png"]) { Width = 3, Height = 2 }]);
    }
}
