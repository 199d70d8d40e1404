using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class ModelCatalogueTests
{
    [Theory]
    [InlineData("resnet-50", "resnet50")]
    [InlineData("ResNet50", "resnet50")]
    [InlineData("resnt18", "resnet18")]
    [InlineData("vgg16bn", "vgg16_bn")]
    [InlineData("mobilenetv2", "mobilenet_v2")]
    [InlineData("tf_efficientnet_lite0", "efficientnet_lite0")]
    public void A_misspelt_name_is_answered_with_the_one_meant(string asked, string meant)
    {
        var failure = Assert.Throws<GraftException>(() => ModelCatalogue.Find(asked));

        Assert.Equal($"No model is called '{asked}'. Did you mean '{meant}'? `graft models` lists all {ModelCatalogue.Names.Count}.", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("transformer_of_some_kind")]
    public void A_name_like_no_other_gets_no_proposal(string asked)
    {
        var failure = Assert.Throws<GraftException>(() => ModelCatalogue.Find(asked));

        Assert.Equal($"No model is called '{asked}'. `graft models` lists all {ModelCatalogue.Names.Count}.", failure.Message);
    }

    [Fact]
    public void A_twin_is_found_but_never_listed_or_proposed()
    {
        Assert.True(ModelCatalogue.Find("resnet_tiny").IsTwin);
        Assert.Empty(ModelCatalogue.Names.Intersect(ModelCatalogue.Twins));
        Assert.DoesNotContain("tiny", Assert.Throws<GraftException>(() => ModelCatalogue.Find("resnet_tini")).Message);
    }

    [Fact]
    public void Every_entry_says_what_people_ask_for()
    {
        Assert.Equal(69 + 16, ModelCatalogue.Entries.Count);
        Assert.All(ModelCatalogue.Entries, entry =>
        {
            Assert.Contains("arXiv:", entry.Paper, StringComparison.Ordinal);
            Assert.NotEmpty(entry.FirstLayer);
            Assert.Same(entry, ModelCatalogue.Find(entry.Name));
            Assert.Equal(entry.Name, entry.Build().Name);
        });
    }

    [Theory]
    [InlineData("resnet50", 224)]
    [InlineData("inception_v3", 299)]
    [InlineData("efficientnet_lite0", 224)]
    [InlineData("efficientnet_lite1", 240)]
    [InlineData("efficientnet_lite2", 260)]
    [InlineData("efficientnet_lite3", 280)]
    [InlineData("efficientnet_lite4", 300)]
    [InlineData("vit_h_14", 224)]
    [InlineData("swin_v2_t", 256)]
    [InlineData("efficientnet_b0", 224)]
    [InlineData("efficientnet_b7", 600)]
    [InlineData("efficientnet_v2_s", 384)]
    [InlineData("regnet_y_128gf", 384)]
    public void The_default_size_is_the_published_one(string name, int size) => Assert.Equal(size, ModelCatalogue.Find(name).InputSize);

    [Fact]
    public void No_classes_are_refused_with_the_models_name() =>
        Assert.Equal("resnet18 cannot have 0 classes. At least one is needed.",
            Assert.Throws<GraftException>(() => ModelCatalogue.Build("resnet18", 0)).Message);

    [Theory]
    [InlineData("vgg16", 0.5, 0.5)]
    [InlineData("inception_v3", 0.5)]
    [InlineData("mobilenet_v2", 0.2)]
    [InlineData("efficientnet_lite0", 0.2)]
    [InlineData("efficientnet_lite4", 0.3)]
    [InlineData("efficientnet_b5", 0.4)]
    [InlineData("efficientnet_v2_m", 0.3)]
    [InlineData("alexnet", 0.5, 0.5)]
    [InlineData("squeezenet1_1", 0.5)]
    [InlineData("googlenet", 0.2, 0.7, 0.7)]
    [InlineData("mnasnet1_0", 0.2)]
    [InlineData("densenet121")]
    [InlineData("regnet_y_400mf")]
    [InlineData("resnet50")]
    public void Dropout_rates_are_the_published_ones(string name, params double[] rates) =>
        Assert.Equal(rates, ModelCatalogue.Build(name).Nodes.Select(node => node.Operation).OfType<Operation.Dropout>().Select(dropout => dropout.Rate));

    [Theory]
    [InlineData("resnet50", 1e-5, 0.1)]
    [InlineData("vgg16_bn", 1e-5, 0.1)]
    [InlineData("mobilenet_v2", 1e-5, 0.1)]
    [InlineData("mobilenet_v3_large", 1e-3, 0.01)]
    [InlineData("inception_v3", 1e-3, 0.1)]
    [InlineData("googlenet", 1e-3, 0.1)]
    [InlineData("densenet121", 1e-5, 0.1)]
    [InlineData("shufflenet_v2_x1_0", 1e-5, 0.1)]
    [InlineData("mnasnet1_0", 1e-5, 0.0003)]
    [InlineData("regnet_x_8gf", 1e-5, 0.1)]
    [InlineData("efficientnet_b4", 1e-5, 0.1)]
    [InlineData("efficientnet_b5", 1e-3, 0.01)]
    [InlineData("efficientnet_v2_l", 1e-3, 0.1)]
    [InlineData("efficientnet_lite0", 1e-3, 0.1)]
    public void Batch_norms_have_the_published_epsilon_and_momentum(string name, double epsilon, double momentum) =>
        Assert.All(ModelCatalogue.Build(name).Nodes.Select(node => node.Operation).OfType<Operation.BatchNorm>(), norm =>
        {
            Assert.Equal(epsilon, norm.Epsilon);
            Assert.Equal(momentum, norm.Momentum, 1e-9);
        });

    [Fact]
    public void EfficientNets_blocks_are_left_out_ever_more_often_up_to_a_fifth()
    {
        var rates = ModelCatalogue.Build("efficientnet_b0").Nodes.Select(node => node.Operation).OfType<Operation.StochasticDepth>()
            .Select(depth => depth.Rate).ToList();

        // Blocks 2, 4, 6, 7, 9, 10, 12, 13 and 14 of 16 have a shortcut.
        Assert.Equal([2, 4, 6, 7, 9, 10, 12, 13, 14], rates.Select(rate => (int)Math.Round(rate / 0.2 * 16)));
    }
}
