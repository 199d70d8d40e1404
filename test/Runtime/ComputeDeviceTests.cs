using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("cpu", null, true)]
    [InlineData("CUDA", 0, true)]
    [InlineData("cuda:3", 3, true)]
    [InlineData("auto", 0, false)]
    public void A_device_is_the_processor_or_a_numbered_gpu(string word, int? gpu, bool isRequired)
    {
        var device = ComputeDevice.Parse(word, "--device");
        Assert.Equal((gpu, isRequired), (device.Gpu, device.IsRequired));
        Assert.Equal(word.ToLowerInvariant(), new RuntimeOptions { Device = word }.Device);
    }

    [Theory]
    [InlineData(""), InlineData("gpu"), InlineData("cuda:"), InlineData("cuda:-1"), InlineData("cuda: 1"), InlineData("cuda:99999999999")]
    public void Another_word_is_refused_with_the_forms(string word) =>
        Assert.Contains("cuda:N", Assert.Throws<GraftException>(() => new RuntimeOptions { Device = word }).Expected);

    [Fact]
    public void Without_cuda_a_gpu_is_refused_and_the_choice_is_the_processor()
    {
        Assert.SkipWhen(ComputeDevice.Missing is null, "This build of ONNX Runtime has CUDA.");
        using var folder = new TestFolder();
        var file = TinyDetector.Write(folder["m.onnx"]);
        var refusal = Assert.Throws<GraftException>(() => DetectionPredictor.Open(file, new RuntimeOptions { Device = "cuda:1" }));
        Assert.Contains("'cuda:1' was asked for", refusal.What);
        Assert.Contains("GraftOnnx=cuda", refusal.Cure);
        var photo = Repository.At("samples", "photos", "tool", "hammer1.jpg");
        using var plain = DetectionPredictor.Open(file);
        using var chosen = DetectionPredictor.Open(file, new RuntimeOptions { Device = "auto" });
        Assert.Equal(plain.Predict(photo).Objects.Count, chosen.Predict(photo).Objects.Count);
    }
}
