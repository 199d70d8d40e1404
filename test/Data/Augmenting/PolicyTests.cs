using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>The strengths are those of torchvision's RandAugment and TrivialAugmentWide.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData("ShearX", 9, 0.09, 0.297)]
    [InlineData("TranslateX", 9, 30, 9)] // int(150 / 331 * 224 * 0.3) and int(32 * 0.3)
    [InlineData("TranslateY", 30, 50, 32)] // the image is 112 high
    [InlineData("Rotate", 30, 30, 135)]
    [InlineData("Brightness", 15, 0.45, 0.495)]
    [InlineData("Sharpness", 0, 0, 0)]
    [InlineData("Posterize", 30, 4, 2)]
    [InlineData("Posterize", 9, 7, 6)] // 8 - round(1.2) and 8 - round(1.8)
    [InlineData("Solarize", 0, 255, 255)]
    [InlineData("Solarize", 30, 0, 0)]
    [InlineData("Equalize", 20, 0, 0)]
    public void A_level_means_what_it_means_in_torchvision(string operation, int level, double standard, double wide)
    {
        var kind = Enum.Parse<PolicyOperation>(operation);
        Assert.Equal(standard, OperationSpace.Standard.Magnitude(kind, level, 224, 112), 1e-12);
        Assert.Equal(wide, OperationSpace.Wide.Magnitude(kind, level, 224, 112), 1e-12);
    }

    [Fact]
    public void Every_operation_is_drawn_and_only_some_have_a_sign()
    {
        var random = new SeededRandom(1);
        var image = new RgbImage(50, 50);
        var steps = Enumerable.Range(0, 3000).Select(_ => OperationSpace.Wide.Draw(20, image, random)).ToList();
        Assert.Equal(14, steps.Select(step => step.Operation).Distinct().Count());
        var signed = steps.Where(step => step.Magnitude < 0).Select(step => step.Operation).Distinct().Order();
        Assert.Equal(
            [PolicyOperation.ShearX, PolicyOperation.ShearY, PolicyOperation.TranslateX, PolicyOperation.TranslateY, PolicyOperation.Rotate,
                PolicyOperation.Brightness, PolicyOperation.Colour, PolicyOperation.Contrast, PolicyOperation.Sharpness], signed);
    }

    [Fact]
    public void Every_operation_but_the_identity_changes_an_image()
    {
        foreach (var operation in Enum.GetValues<PolicyOperation>())
        {
            var image = Images.Pattern(8, 64, 64);
            var before = image.Pixels.ToArray();
            PolicyOperations.Apply(image, new OperationStep(operation, OperationSpace.Standard.Magnitude(operation, 25, 64, 64)), new Colour(0, 0, 0));
            Assert.Equal(operation == PolicyOperation.Identity, before.AsSpan().SequenceEqual(image.Pixels));
        }
    }

    [Fact]
    public void Operations_survive_the_smallest_images()
    {
        foreach (var operation in Enum.GetValues<PolicyOperation>())
        {
            var image = new RgbImage(1, 1, [10, 20, 30]);
            PolicyOperations.Apply(image, new OperationStep(operation, 0.5), new Colour(0, 0, 0));
            Assert.Equal(3, image.Pixels.Length);
        }
    }
}
