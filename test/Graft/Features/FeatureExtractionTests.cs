using Graft.Data;

namespace Graft.Tests.Features;

public sealed class FeatureExtractionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Values_that_cannot_be_are_said_at_once()
    {
        var request = new FeatureRequest { Data = _folder.Root, Batch = 0, ImageSize = -1, Workers = -2 };
        Assert.Equal(["Batch", "ImageSize", "Workers"],
            Assert.Throws<ProblemsException>(() => FeatureExtraction.Run(request)).Problems.Select(problem => problem.Where).Order());
    }

    [Fact]
    public void All_images_that_cannot_be_read_are_named_at_once()
    {
        Copy("a.jpg", "c.jpg");
        File.WriteAllText(_folder["b.jpg"], "not an image");
        File.WriteAllBytes(_folder["d.jpg"], []);
        var problems = Assert.Throws<ProblemsException>(() => FeatureExtraction.Run(Request())).Problems;
        Assert.Equal([_folder["b.jpg"], _folder["d.jpg"]], problems.Select(problem => problem.Where));
        Assert.All(problems, problem => Assert.Contains("--on-bad-image skip", problem.Cure));

        Assert.Equal(["a.jpg", "c.jpg"], FeatureExtraction.Run(Request() with { OnBadImage = OnBadImage.Skip }).Files);
    }

    [Theory]
    [InlineData("npy")]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void A_table_written_as_it_is_computed_is_the_one_that_is_saved_afterwards(string format)
    {
        Copy("a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg");
        FeatureExtraction.Run(Request()).Save(_folder[$"after.{format}"]);
        Assert.Equal((5, 1280), FeatureExtraction.Write(Request() with { Batch = 5 }, _folder[$"whole.{format}"]));
        Assert.Equal(File.ReadAllBytes(_folder[$"after.{format}"]), File.ReadAllBytes(_folder[$"whole.{format}"]));
        Assert.Equal((5, 1280), FeatureExtraction.Write(Request() with { Batch = 2 }, _folder[$"parts.{format}"]));
        var length = new FileInfo(_folder[$"after.{format}"]).Length;
        Assert.InRange(new FileInfo(_folder[$"parts.{format}"]).Length, 0.9 * length, 1.1 * length);
        if (format == "npy") Assert.Equal(File.ReadAllLines(_folder["after.files.txt"]), File.ReadAllLines(_folder["parts.files.txt"]));
    }

    [Fact]
    public void An_image_that_cannot_be_read_leaves_no_half_table()
    {
        Copy("a.jpg", "b.jpg");
        File.WriteAllText(_folder["c.jpg"], "not an image");
        Assert.Throws<ProblemsException>(() => FeatureExtraction.Write(Request() with { Batch = 1 }, _folder["f.csv"]));
        Assert.Contains(".npy, .csv or .parquet", Assert.Throws<GraftException>(() => FeatureExtraction.Write(Request(), _folder["f.xls"])).Message);
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg"], Directory.GetFiles(_folder.Root).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void Images_in_folders_beside_loose_ones_are_not_left_out_in_silence()
    {
        Copy("a.jpg");
        Directory.CreateDirectory(_folder["cats/young"]);
        Copy("cats/b.jpg", "cats/young/c.jpg");
        Directory.CreateDirectory(_folder["notes"]);
        List<RunEvent> heard = [];
        Assert.Equal(["a.jpg"], FeatureExtraction.Run(Request(), new Listener(heard.Add)).Files);
        var warning = Assert.Single(heard.OfType<RunEvent.Message>(), message => message.IsWarning).Text;
        Assert.Contains("2 more lie in its folders cats.", warning);
    }

    private FeatureRequest Request() => new() { Data = _folder.Root, ImageSize = 64, UseCache = false };

    private void Copy(params string[] names)
    {
        var photos = Directory.GetFiles(Repository.At("samples", "photos", "fish"), "*.jpg").Order(StringComparer.Ordinal).ToList();
        foreach (var (number, name) in names.Index()) File.Copy(photos[number], _folder[name]);
    }

    private sealed class Listener(Action<RunEvent> hear) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => hear(value);
    }
}
