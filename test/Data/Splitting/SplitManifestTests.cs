using Graft.Data;

namespace Graft.Tests.Data;

public sealed class SplitManifestTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_that_hold_commas_and_quotes_come_back_as_they_were()
    {
        string[] classes = ["fish, \"raw\"", "tool"];
        Sample Made(string name, int label) => new(_folder[name], name, label);
        var dataset = new ImageDataset(_folder.Root, classes, [Made("a, b.jpg", 0), Made("c;d.jpg", 1), Made("e.jpg", 0), Made("f.jpg", 1)]);
        SplitManifest.Write(_folder["photos.csv"], dataset,
            new Split<Sample>([dataset.Samples[0], dataset.Samples[3]], [dataset.Samples[1]], [dataset.Samples[2]], 1));

        foreach (var sample in dataset.Samples) File.WriteAllBytes(sample.Path, [1]);
        var read = DatasetReader.Read(_folder["photos.csv"]);

        Assert.Equal(classes, read.Classes);
        Assert.Equal([("a, b.jpg", 0, "train"), ("c;d.jpg", 1, "val"), ("e.jpg", 0, "test"), ("f.jpg", 1, "train")],
            read.Samples.OrderBy(sample => sample.Name, StringComparer.Ordinal).Select(sample => (sample.Name, sample.Label, sample.Split!)));
    }
}
