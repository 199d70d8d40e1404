using System.Text.Json.Nodes;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>A descriptor of the user's own: an ONNX file with its contract beside it.</summary>
public sealed class DescriptorFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_bundled_network_as_a_file_describes_as_the_bundled_one_to_a_ten_thousandth()
    {
        using FaceAnalyzer bundled = FaceAnalyzer.Open(), file = FaceAnalyzer.Open(new() { Descriptor = DescriptorFiles.Dlib(_folder) });
        foreach (var chip in new[] { DrawnFace.Of(150), Noise(150) })
            Assert.All(bundled.Describe(chip).Zip(file.Describe(chip)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(("dlib150", "euclidean", 128), (file.Contract.Alignment, file.Contract.Metric, file.Contract.Dimension));
        Assert.Equal(("CC0-1.0", "a test", 0.6), (file.Contract.Licence, file.Contract.Source, file.Contract.Threshold));
        Assert.NotEqual(bundled.Contract.Hash, file.Contract.Hash);
    }

    [Fact]
    public void Faces_of_photographs_are_described_as_by_the_bundled_network_and_cut_out_as_the_contract_says()
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        var photo = FacePhotos.Found!.Annotated[0].File;
        var image = ImageFile.Decode(photo);
        FaceAnalyzerOptions options = new() { MinFace = 30 };
        using FaceAnalyzer bundled = FaceAnalyzer.Open(options), file = FaceAnalyzer.Open(options with { Descriptor = DescriptorFiles.Dlib(_folder) }),
            small = FaceAnalyzer.Open(options with { Descriptor = DescriptorFiles.Small(_folder) });
        var (expected, same, other) = (bundled.Analyze(image), file.Analyze(image), small.Analyze(image));
        Assert.NotEmpty(expected);
        foreach (var ((one, two), three) in expected.Zip(same).Zip(other).Where(faces => faces.First.First.Refusal is null))
        {
            Assert.All(one.Descriptor.ToArray().Zip(two.Descriptor.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            // The look of a face is the same whoever describes it; what is stable is known of the bundled network alone.
            Assert.Equal(one.Quality! with { Stability = null }, two.Quality);
            Assert.Equal(two.Quality, three.Quality);
            var chip = FaceAnalyzer.Align(image, three.Landmarks, "arcface112");
            Assert.Equal((112, 112), (chip.Width, chip.Height));
            Assert.Equal(small.Describe(chip), three.Descriptor.ToArray());
        }
    }

    [Fact]
    public void Pixels_go_in_by_the_order_the_mean_and_the_scale_of_the_contract()
    {
        static void Numbers(JsonObject contract) => (contract["mean"], contract["scale"]) = (new JsonArray(1, 2, 3), new JsonArray(0.5, 0.25, 2));
        var chip = new RgbImage(112, 112);
        for (var i = 0; i < chip.Pixels.Length; i++) chip.Pixels[i] = (byte)(10 * (i % 3 + 1));
        Assert.Equal([4.5f, 4.5f, 54], Described(DescriptorFiles.Means(_folder, "rgb", Numbers), chip), Near);
        Assert.Equal([14.5f, 4.5f, 14], Described(DescriptorFiles.Means(_folder, "bgr", contract =>
        {
            Numbers(contract);
            contract["order"] = "bgr";
        }), chip), Near);
        Assert.Equal([0.1f, 0.2f, 0.3f], Described(DescriptorFiles.Means(_folder, "one", contract => (contract["mean"], contract["scale"]) = (0, 0.01)), chip),
            Near);

        static bool Near(float one, float other) => Math.Abs(one - other) < 1e-4;
    }

    [Fact]
    public void What_makes_descriptors_is_in_the_hash_and_the_terms_are_not()
    {
        var first = ContractOf(DescriptorFiles.Small(_folder));
        var hash = first.Hash;
        Assert.Equal(FileHash.Sha256(_folder["small.onnx"]), first.WeightsHash);
        foreach (var (field, value) in new (string, JsonNode)[] { ("mean", 1), ("scale", 2), ("order", "bgr"), ("metric", "euclidean"), ("name", "b") })
            Assert.NotEqual(hash, ContractOf(DescriptorFiles.Small(_folder, change: contract => contract[field] = value)).Hash);
        Assert.NotEqual(hash, ContractOf(DescriptorFiles.Small(_folder, "other", change: contract => contract["name"] = "small")).Hash);
        var terms = ContractOf(DescriptorFiles.Small(_folder, change: contract => contract["licence"] = "Apache-2.0"));
        Assert.Equal((hash, "Apache-2.0"), (terms.Hash, terms.Licence));
    }

    [Fact]
    public void Faces_that_are_aligned_otherwise_are_refused()
    {
        using var analyzer = FaceAnalyzer.Open(new() { Descriptor = DescriptorFiles.Small(_folder) });
        Assert.Equal(32, analyzer.Describe(new RgbImage(112, 112)).Length);
        Assert.Throws<ArgumentException>(() => analyzer.Describe(new RgbImage(150, 150)));
        Assert.Throws<ArgumentException>(() => FaceAnalyzer.Align(new RgbImage(10, 10), new System.Numerics.Vector2[68], "arcface128"));
        analyzer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => analyzer.Describe(new RgbImage(112, 112)));
    }

    private static FaceContract ContractOf(string file)
    {
        using var analyzer = FaceAnalyzer.Open(new() { Descriptor = file });
        return analyzer.Contract;
    }

    private static float[] Described(string file, RgbImage chip)
    {
        using var analyzer = FaceAnalyzer.Open(new() { Descriptor = file });
        return analyzer.Describe(chip);
    }

    private static RgbImage Noise(int side)
    {
        var image = new RgbImage(side, side);
        var random = SeededRandom.For(3, "noise");
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)random.Next(256);
        return image;
    }
}
