using System.Text;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class WeightsCatalogueTests
{
    private const string Row = """
        {"model":"a","tag":"V1","default":true,"address":"https://example.org/a-12345678.pth","sha256":"12345678","resize":256,"crop":224,
         "interpolation":"bilinear","mean":[0,0,0],"std":[1,1,1],"metrics":{},"classes":10,"parameters":1,"recipe":"","licence":"x",
         "licenceSource":"","page":""}
        """;

    [Fact]
    public void Every_row_of_torchvision_and_the_bundled_files_are_there()
    {
        Assert.Equal(131, WeightsCatalogue.All.Count);
        Assert.Equal(["efficientnet_lite0", "efficientnet_lite2"], WeightsCatalogue.All.Where(row => row.IsBundled).Select(row => row.Model));
        Assert.Equal(["IMAGENET1K_V2", "IMAGENET1K_V1"], WeightsCatalogue.For("resnet50").Select(row => row.Tag));
        Assert.Empty(WeightsCatalogue.For("resnet51"));
    }

    [Fact]
    public void Every_row_can_be_downloaded_or_is_bundled_and_has_a_hash_and_a_licence()
    {
        foreach (var row in WeightsCatalogue.All)
        {
            Assert.Matches(row.IsBundled ? "^[0-9a-f]{64}$" : "^[0-9a-f]{8,10}$", row.Sha256);
            if (!row.IsBundled) Assert.Matches($"-{row.Sha256}\\.pth$", row.FileName);
            Assert.True(row.IsBundled || row.Address!.Scheme == "https", row.Name);
            Assert.NotEmpty(row.Licence);
            var isDetector = row.Preprocess.ResizeLonger > 0; // fits images into a frame; nothing is cut off
            Assert.InRange(row.Preprocess.Width, 224, isDetector ? 1344 : 600);
            Assert.True(isDetector ? row.Preprocess.ResizeLonger <= row.Preprocess.Width : row.Preprocess.ResizeShorter >= row.Preprocess.Width, row.Name);
            Assert.True(row.Parameters > 1_000_000, row.Name);
        }
    }

    [Fact]
    public void The_twelve_SWAG_rows_and_no_others_forbid_commercial_use()
    {
        var forbidden = WeightsCatalogue.All.Where(row => LicenceTerms.ForbidsCommercialUse(row.Licence)).ToList();
        Assert.Equal(12, forbidden.Count);
        Assert.All(forbidden, row => Assert.Equal("CC-BY-NC-4.0", row.Licence));
        Assert.All(forbidden, row => Assert.Equal("https://github.com/facebookresearch/SWAG/blob/main/LICENSE", row.LicenceSource));
        Assert.Equal(WeightsCatalogue.All.Where(row => row.Tag.Contains("SWAG")), forbidden);
        foreach (var name in new[] { "vit_h_14", "regnet_y_128gf" })
            Assert.Contains("forbids commercial use", LicenceTerms.Describe(WeightsCatalogue.Find(name).Licence));
    }

    [Theory]
    [InlineData("cc-by-nc-4.0", true)]
    [InlineData("CC BY-NC-SA 3.0", true)]
    [InlineData("fair-noncommercial-research-license", true)]
    [InlineData("Non-commercial use only", true)]
    [InlineData("apache-2.0", false)]
    [InlineData("BSD-3-Clause code; weights under the terms of their training data", false)]
    [InlineData("ncsa", false)]
    [InlineData("not known", false)]
    public void Licences_that_forbid_commercial_use_are_known_by_name(string licence, bool forbids) =>
        Assert.Equal(forbids, LicenceTerms.ForbidsCommercialUse(licence));

    [Fact]
    public void A_name_alone_is_the_default_and_a_tag_picks_one()
    {
        Assert.Equal("resnet50.IMAGENET1K_V2", WeightsCatalogue.Find("resnet50").Name);
        Assert.Equal("resnet50.IMAGENET1K_V2", WeightsCatalogue.Find("resnet50.DEFAULT").Name);
        var first = WeightsCatalogue.Find("resnet50.IMAGENET1K_V1");
        Assert.Equal("https://download.pytorch.org/models/resnet50-0676ba61.pth", first.Address!.AbsoluteUri);
        Assert.Equal("resnet50-0676ba61.pth", first.FileName);
        Assert.Equal(76.13, first.Metrics["acc@1"]);
        Assert.Equal(Preprocess.ImageNet(256, 224), first.Preprocess);
    }

    [Fact]
    public void A_models_own_size_is_that_of_its_default_weights() =>
        // vit_h_14 has weights for 518 pixels by default, but is built for 224 unless asked, here as in torchvision.
        Assert.All(ModelCatalogue.Entries.Where(entry => WeightsCatalogue.For(entry.Name).Count > 0 && entry.Name != "vit_h_14"),
            entry => Assert.Equal((entry.Name, WeightsCatalogue.Find(entry.Name).Preprocess.Width), (entry.Name, entry.InputSize)));

    [Fact]
    public void The_bundled_weights_see_images_as_TensorFlow_does()
    {
        var weights = WeightsCatalogue.Find("efficientnet_lite2");
        Assert.Equal((260, 292, Interpolation.Bicubic), (weights.Preprocess.Width, weights.Preprocess.ResizeShorter, weights.Preprocess.Interpolation));
        Assert.Equal(127f / 255, weights.Preprocess.Mean[0]);
        Assert.Equal(128f / 255, weights.Preprocess.Std[2]);
        Assert.Equal(77.6, weights.Metrics["acc@1"]);
        Assert.Equal("Apache-2.0", weights.Licence);
    }

    [Fact]
    public void An_unknown_model_and_an_unknown_tag_are_answered_with_what_there_is()
    {
        var model = Assert.Throws<GraftException>(() => WeightsCatalogue.Find("resnet-50"));
        Assert.Contains("Did you mean 'resnet50'?", model.Message);
        var tag = Assert.Throws<GraftException>(() => WeightsCatalogue.Find("resnet50.V3"));
        Assert.Equal("resnet50 has no weights 'V3'. It has IMAGENET1K_V2, IMAGENET1K_V1.", tag.Message);
    }

    [Fact]
    public void A_row_that_is_there_twice_is_an_error()
    {
        Assert.Single(Parse(Row));
        Assert.Contains("2 rows 'a.V1'", Assert.Throws<InvalidDataException>(() => Parse(Row, Row)).Message);
        Assert.Contains("2 rows with the file", Assert.Throws<InvalidDataException>(() => Parse(Row, Row.Replace("V1", "V2"))).Message);
        var second = Row.Replace("V1", "V2").Replace("a-1", "b-1");
        Assert.Contains("exactly one row as its default", Assert.Throws<InvalidDataException>(() => Parse(Row, second)).Message);
    }

    [Fact]
    public void The_thousand_classes_are_in_order()
    {
        Assert.Equal(1000, ImageNetClasses.Names.Count);
        Assert.Equal("tench", ImageNetClasses.Names[0]);
        Assert.Equal("toilet tissue", ImageNetClasses.Names[999]);
    }

    private static IReadOnlyList<PublishedWeights> Parse(params string[] rows) =>
        WeightsCatalogue.Parse(Encoding.UTF8.GetBytes($"[{string.Join(',', rows)}]"));
}
