using System.Diagnostics;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

public sealed class CancellationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_under_way_ends_when_it_is_cancelled_and_the_model_answers_on()
    {
        // Some seconds of one core.
        var graph = ModelCatalogue.Build("resnet18", 3);
        using var forward = (OnnxForward)new OnnxForwardFactory().Create(graph, ParameterInitialiser.Create(graph, 1), TinyClassifier.Contract);
        var images = new byte[256 * 64 * 64 * 3];
        using var stop = new CancellationTokenSource();
        var run = Task.Factory.StartNew(() => forward.RunHere(images, 256, new float[256 * 3], stop.Token), TaskCreationOptions.LongRunning);
        await Task.Delay(200);
        Assert.False(run.IsCompleted);
        var begun = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        TestContext.Current.SendDiagnosticMessage($"back after {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0.0} ms");
        forward.RunHere(images.AsSpan(0, 64 * 64 * 3), 1, new float[3], CancellationToken.None);
    }

    [Fact]
    public void Cancelling_one_batch_does_not_end_another()
    {
        using var predictor = ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]));
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        var image = ImageInput.Of(new RgbImage(64, 64));
        Assert.ThrowsAny<OperationCanceledException>(() => predictor.AnswerHere([image], gone.Token));
        Assert.True(predictor.AnswerHere([image], CancellationToken.None)[0].Task.IsCompletedSuccessfully);
    }
}
