using System.Text;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>What is wrong with one file of an annotation tool is no reason to refuse the others.</summary>
public sealed class BrokenToolFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_labelme_file_or_polygon_that_is_broken_is_an_error_of_one()
    {
        foreach (var (name, points) in new[]
                 {
                     ("a", "[[10, 10], [40, 10], [40, 30]]"), ("b", "[[10, 10], [40, 10]]"), ("c", "[[10, 10], [40, 10], [1e9, 30]]"),
                 })
        {
            Images.Write(_folder[$"{name}.jpg"], Images.Pattern(name[0]));
            File.WriteAllText(_folder[$"{name}.json"],
                $$"""{"version": "5.2.1", "shapes": [{"label": "ant", "points": {{points}}, "shape_type": "polygon"}], "imagePath": "{{name}}.jpg"}""");
        }
        Images.Write(_folder["d.jpg"], Images.Pattern(9));
        File.WriteAllBytes(_folder["d.json"], Encoding.Latin1.GetBytes(
            """{"version": "5.2.1", "shapes": [{"label": "Käfer", "points": [[1, 1], [9, 1], [9, 9]], "shape_type": "polygon"}], "imagePath": "d.jpg"}"""));
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(3, dataset.Errors.Count);
        Assert.All(dataset.Errors, error => Assert.True(error.IsOfOne, error.ToString()));
    }

    [Fact]
    public void A_backslash_of_a_path_before_what_looks_like_a_letters_number_is_a_backslash()
    {
        Images.Write(_folder["sub/ud812.jpg"], Images.Pattern(1));
        File.WriteAllText(_folder["a.json"], """
            {"version": "5.2.1", "imagePath": "sub\\ud812.jpg", "shapes": [{"label": "ant", "points": [[1, 1], [9, 1], [9, 9]], "shape_type": "polygon"}]}
            """);
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Empty(dataset.Errors);
        Assert.Equal("sub/ud812.jpg", Assert.Single(dataset.Samples).Name);
    }

    [Fact]
    public void A_yaml_file_of_another_program_in_another_encoding_does_not_stop_the_inference()
    {
        foreach (var name in new[] { "ant/a.jpg", "bee/b.jpg" }) Images.Write(_folder[name], Images.Pattern(name[0]));
        File.WriteAllBytes(_folder["workflow.yaml"], Encoding.Latin1.GetBytes("author: Jürgen\n"));
        Assert.Equal(TaskKind.Classify, DatasetLayout.Infer(_folder.Root).Task);
    }
}
