using System.Text.Json;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Tests.Runtime;

/// <summary>The face networks answer what the packages they come from answer.</summary>
public sealed class FaceNetworkTests
{
    private static readonly JsonElement Reference = Json("face_networks.json");

    [Fact]
    public void A_descriptor_is_the_reference_descriptor_to_a_ten_thousandth()
    {
        var x = ReferenceFill.Input(3, 150, 150);
        var chip = new byte[x.Length];
        for (var i = 0; i < x.Length; i++) // planes of u in -1..1 to pixels
            chip[i % (150 * 150) * 3 + i / (150 * 150)] = (byte)Math.Floor((x[i] / 2 + 0.5) * 256);
        using var networks = new FaceNetworks(new());
        var expected = Json("face_embedding.json").GetProperty("descriptor").EnumerateArray().Select(value => value.GetSingle());
        Assert.All(expected.Zip(networks.Describe(chip, 1)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory]
    [InlineData(FaceDetector.SsdMobileNet, "ssd", 512)]
    [InlineData(FaceDetector.Tiny, "tiny", 416)]
    public void A_detector_finds_the_boxes_of_its_package_to_a_thousandth(FaceDetector detector, string name, int side)
    {
        using var networks = new FaceNetworks(new() { Detector = detector, ScoreThreshold = 0.015 });
        Assert.Equal(side, networks.DetectorSide);
        var found = networks.Detect(DrawnFace.Of(side).Pixels);
        var expected = Reference.GetProperty(name).EnumerateArray().ToList();
        Assert.NotEmpty(expected);
        Assert.All(expected, one =>
        {
            var edges = one.GetProperty("box").EnumerateArray().Select(edge => edge.GetSingle()).ToArray();
            var box = new Box(edges[0], edges[1], edges[2], edges[3]);
            var nearest = found.MaxBy(face => Share(face).IoU(box))!;
            Assert.Equal(one.GetProperty("score").GetDouble(), nearest.Score, 1e-3);
            var actual = Share(nearest);
            Assert.All(edges.Zip([actual.X1, actual.Y1, actual.X2, actual.Y2]), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        });

        Box Share(Detection face) => face.Box.Scale(1.0 / side, 1.0 / side).Clip(1, 1);
    }

    [Fact]
    public void The_landmarks_are_those_of_their_package_to_a_thousandth()
    {
        using var networks = new FaceNetworks(new());
        var expected = Reference.GetProperty("landmarks").EnumerateArray().Select(point => point.EnumerateArray().Select(value => value.GetSingle()).ToArray());
        Assert.All(expected.Zip(networks.Landmarks(DrawnFace.Of(112).Pixels, 1)[0]), pair =>
        {
            Assert.Equal(pair.First[0], pair.Second.X, 1e-3);
            Assert.Equal(pair.First[1], pair.Second.Y, 1e-3);
        });
    }

    [Fact]
    public void Every_network_says_where_it_comes_from_and_what_it_learned_from() =>
        Assert.All(FaceCatalogue.All, network =>
        {
            Assert.NotEmpty(network.TrainedOn);
            Assert.NotEmpty(network.Source);
            var (graph, parameters) = network.Load();
            Assert.Equal(graph.Parameters.Select(parameter => parameter.Name), parameters.Keys);
        });

    private static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(Repository.At("test", "reference", file))).RootElement;
}
