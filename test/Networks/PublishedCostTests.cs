using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>Parameters and multiply-adds beside those that were published.</summary>
public sealed class PublishedCostTests
{
    // torchvision's _ops of each weights entry, in 10^9.
    [Theory]
    [InlineData("vgg11", 7.609)]
    [InlineData("vgg13_bn", 11.308)]
    [InlineData("vgg16", 15.47)]
    [InlineData("vgg19", 19.632)]
    [InlineData("resnet18", 1.814)]
    [InlineData("resnet34", 3.664)]
    [InlineData("resnet50", 4.089)]
    [InlineData("resnet101", 7.801)]
    [InlineData("resnet152", 11.514)]
    [InlineData("resnext50_32x4d", 4.23)]
    [InlineData("resnext101_32x8d", 16.414)]
    [InlineData("resnext101_64x4d", 15.46)]
    [InlineData("wide_resnet50_2", 11.398)]
    [InlineData("wide_resnet101_2", 22.753)]
    [InlineData("inception_v3", 5.713)]
    [InlineData("mobilenet_v2", 0.301)]
    [InlineData("convnext_tiny", 4.456)]
    [InlineData("convnext_small", 8.684)]
    [InlineData("convnext_base", 15.355)]
    [InlineData("convnext_large", 34.361)]
    [InlineData("vit_b_16", 17.564)]
    [InlineData("vit_b_32", 4.409)]
    [InlineData("vit_l_16", 61.555)]
    [InlineData("vit_l_32", 15.378)]
    [InlineData("vit_h_14", 167.295)]
    [InlineData("swin_t", 4.491)]
    [InlineData("swin_s", 8.741)]
    [InlineData("swin_b", 15.431)]
    [InlineData("maxvit_t", 5.558)]
    [InlineData("alexnet", 0.714)]
    [InlineData("googlenet", 1.498)]
    [InlineData("squeezenet1_0", 0.819)]
    [InlineData("squeezenet1_1", 0.349)]
    [InlineData("densenet121", 2.834)]
    [InlineData("densenet161", 7.728)]
    [InlineData("densenet169", 3.36)]
    [InlineData("densenet201", 4.291)]
    [InlineData("mobilenet_v3_large", 0.217)]
    [InlineData("mobilenet_v3_small", 0.057)]
    [InlineData("shufflenet_v2_x0_5", 0.04)]
    [InlineData("shufflenet_v2_x1_0", 0.145)]
    [InlineData("shufflenet_v2_x1_5", 0.296)]
    [InlineData("shufflenet_v2_x2_0", 0.583)]
    [InlineData("mnasnet0_5", 0.104)]
    [InlineData("mnasnet0_75", 0.215)]
    [InlineData("mnasnet1_0", 0.314)]
    [InlineData("mnasnet1_3", 0.526)]
    [InlineData("regnet_x_400mf", 0.414)]
    [InlineData("regnet_x_800mf", 0.8)]
    [InlineData("regnet_x_1_6gf", 1.603)]
    [InlineData("regnet_x_3_2gf", 3.177)]
    [InlineData("regnet_x_8gf", 7.995)]
    [InlineData("regnet_x_16gf", 15.941)]
    [InlineData("regnet_x_32gf", 31.736)]
    [InlineData("regnet_y_400mf", 0.402)]
    [InlineData("regnet_y_800mf", 0.834)]
    [InlineData("regnet_y_1_6gf", 1.612)]
    [InlineData("regnet_y_3_2gf", 3.176)]
    [InlineData("regnet_y_8gf", 8.473)]
    [InlineData("regnet_y_16gf", 15.912)]
    [InlineData("regnet_y_32gf", 32.28)]
    [InlineData("regnet_y_128gf", 374.57)]
    [InlineData("efficientnet_b0", 0.386)]
    [InlineData("efficientnet_b1", 0.687)]
    [InlineData("efficientnet_b2", 1.088)]
    [InlineData("efficientnet_b3", 1.827)]
    [InlineData("efficientnet_b4", 4.394)]
    [InlineData("efficientnet_b5", 10.266)]
    [InlineData("efficientnet_b6", 19.068)]
    [InlineData("efficientnet_b7", 37.746)]
    [InlineData("efficientnet_v2_s", 8.366)]
    [InlineData("efficientnet_v2_m", 24.582)]
    [InlineData("efficientnet_v2_l", 56.08)]
    public void Multiply_adds_are_those_torchvision_publishes(string name, double published)
    {
        var entry = ModelCatalogue.Find(name);

        Assert.Equal(published, GraphCost.Of(entry.Build(), entry.InputSize, entry.InputSize).MultiplyAdds / 1e9, tolerance: 0.00051);
    }

    // Those with attention count a few of its products more than torchvision's counter does.
    [Theory]
    [InlineData("vit_b_16.IMAGENET1K_SWAG_E2E_V1", 55.5)]
    [InlineData("vit_l_16.IMAGENET1K_SWAG_E2E_V1", 362.0)]
    [InlineData("vit_h_14.IMAGENET1K_SWAG_E2E_V1", 1016.7)]
    [InlineData("vit_h_14.IMAGENET1K_SWAG_LINEAR_V1", 167.3)]
    [InlineData("vit_b_16.IMAGENET1K_V1", 17.6)]
    public void Cost_at_the_size_of_the_weights_is_what_torchvision_publishes_for_them(string weights, double published)
    {
        var row = WeightsCatalogue.Find(weights);
        var side = row.Preprocess.Width;
        var cost = GraphCost.Of(ModelCatalogue.Find(row.Model).Build(positions: side), side, side);

        Assert.Equal(row.Parameters, cost.Parameters);
        Assert.InRange(cost.MultiplyAdds / 1e9 / published, 0.95, 1.10);
    }

    // TensorFlow's page counts norms and activations too: a few percent more than convolutions and the classifier alone.
    [Theory]
    [InlineData("efficientnet_lite0", 4_652_008, 0.407)]
    [InlineData("efficientnet_lite1", 5_416_680, 0.631)]
    [InlineData("efficientnet_lite2", 6_092_072, 0.899)]
    [InlineData("efficientnet_lite3", 8_197_096, 1.44)]
    [InlineData("efficientnet_lite4", 13_006_568, 2.64)]
    public void The_Lites_cost_what_their_authors_say(string name, long parameters, double published)
    {
        var entry = ModelCatalogue.Find(name);
        var cost = GraphCost.Of(entry.Build(), entry.InputSize, entry.InputSize);

        Assert.Equal(parameters, cost.Parameters);
        Assert.InRange(cost.MultiplyAdds / 1e9 / published, 0.94, 0.97);
    }
}
