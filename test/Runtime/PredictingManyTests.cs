using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>Sequences of images: order, failures in their place, and how far a source is read.</summary>
public sealed class PredictingManyTests : IDisposable
{
    private static readonly string[] Photos =
        [.. Directory.GetFiles(Repository.At("samples", "photos", "tool"), "*.jpg").Order(StringComparer.Ordinal)];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    [InlineData(2, 5)]
    [InlineData(2, 100)]
    public void Answers_keep_the_order_of_the_files(int threads, int batch)
    {
        using var predictor = Open(new() { Threads = threads, BatchSize = batch });
        var predictions = predictor.Predict(Photos).ToList();

        Assert.Equal(Photos, predictions.Select(prediction => prediction.Path));
        Assert.All(predictions, prediction =>
            ParityGate.CheckScores(predictor.Scores(TinyClassifier.Contract.Load(prediction.Path).Pixels, 1), [.. prediction.Scores], 3, prediction.Path));
    }

    [Fact]
    public void A_bad_image_stops_the_run_by_name_after_the_answers_before_it()
    {
        using var predictor = Open(new() { BatchSize = 2 });
        var failure = Assert.ThrowsAny<GraftException>(() => predictor.Predict([.. Photos, Bad(), .. Photos]).Select(Counted).ToList());
        Assert.Contains("truncated.jpg", failure.Message);
        Assert.Equal(Photos, _seen);
    }

    [Fact]
    public void A_skipped_image_is_reported_in_its_place()
    {
        using var predictor = Open(new() { BatchSize = 3, OnBadImage = OnBadImage.Skip });
        string[] paths = [Photos[0], Bad(), Photos[1], _folder["missing.jpg"], _folder["missing.jpg"]];
        var predictions = predictor.Predict(paths).ToList();

        Assert.Equal(paths, predictions.Select(prediction => prediction.Path));
        Assert.Equal([null, ImageFault.Truncated, null, ImageFault.Missing, ImageFault.Missing], predictions.Select(prediction => prediction.Failure?.Reason));
        Assert.Equal([3, 0, 3, 0, 0], predictions.Select(prediction => prediction.Scores.Count));
    }

    [Fact]
    public void Files_are_read_only_a_little_ahead_and_not_once_the_caller_has_stopped()
    {
        using var predictor = Open(new() { Threads = 2, BatchSize = 3 });
        var taken = 0;
        IEnumerable<string> Endless()
        {
            while (true) yield return Photos[Interlocked.Increment(ref taken) % Photos.Length];
        }

        var first = predictor.Predict(Endless()).Take(30).ToList();
        var atTheEnd = Volatile.Read(ref taken);

        Assert.Equal(30, first.Count);
        Assert.InRange(atTheEnd, 30, 30 + 4 * 3); // two batches for each of two workers
        Thread.Sleep(200);
        Assert.Equal(atTheEnd, Volatile.Read(ref taken));
    }

    [Fact]
    public void No_files_give_no_answers()
    {
        using var predictor = Open();
        Assert.Empty(predictor.Predict(Array.Empty<string>()));
    }

    [Fact]
    public async Task The_answer_to_a_live_source_comes_before_its_next_image()
    {
        using var predictor = Open(new() { Threads = 2 });
        using var source = new BlockingCollection<string>();
        var answers = new BlockingCollection<string>();
        var consumer = Task.Run(() =>
        {
            foreach (var prediction in predictor.Predict(source.GetConsumingEnumerable())) answers.Add(prediction.Path);
        });
        foreach (var photo in Photos.Take(3))
        {
            source.Add(photo);
            Assert.True(answers.TryTake(out var answered, Patience), $"{photo} was not answered while the source waited.");
            Assert.Equal(photo, answered);
        }
        source.CompleteAdding();
        await consumer.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_source_that_waits_for_ever_does_not_hold_a_caller_who_stops()
    {
        using var predictor = Open();
        using var source = new BlockingCollection<string> { Photos[0] };
        var first = await Task.Run(() => predictor.Predict(source.GetConsumingEnumerable()).First()).WaitAsync(Patience);
        Assert.Equal(Photos[0], first.Path);
        source.Add(Photos[1]); // the read that was waiting when the caller stopped takes it; nothing reads on
        source.Add(Photos[2]);
        await Task.Delay(200);
        Assert.InRange(source.Count, 1, 2);
    }

    [Fact]
    public void What_the_source_throws_comes_after_the_answers_to_what_it_gave()
    {
        using var predictor = Open();
        static IEnumerable<string> Broken()
        {
            yield return Photos[0];
            throw new InvalidDataException("The list ends here.");
        }

        Assert.Throws<InvalidDataException>(() => predictor.Predict(Broken()).Select(Counted).ToList());
        Assert.Equal([Photos[0]], _seen);
    }

    [Fact]
    public async Task Awaited_answers_are_the_same_and_in_order()
    {
        using var predictor = Open(new() { BatchSize = 1 });
        var expected = predictor.Predict(Photos).Select(prediction => prediction.ToJson()).ToList();
        Assert.Equal(expected, await Texts(predictor.PredictAsync(Photos)));
        Assert.Equal(expected, await Texts(predictor.PredictAsync(Live())));

        static async IAsyncEnumerable<string> Live()
        {
            foreach (var photo in Photos)
            {
                await Task.Yield();
                yield return photo;
            }
        }
    }

    [Fact]
    public async Task Cancelling_ends_a_sequence_and_tells_its_source()
    {
        using var predictor = Open();
        using var cancellation = new CancellationTokenSource();
        var isTold = new TaskCompletionSource();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in predictor.PredictAsync(Waiting(default), cancellation.Token))
            {
                seen++;
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(1, seen);
        await isTold.Task.WaitAsync(Patience);

        async IAsyncEnumerable<string> Waiting([EnumeratorCancellation] CancellationToken stop)
        {
            yield return Photos[0];
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                isTold.TrySetResult();
            }
        }
    }

    private readonly List<string> _seen = [];

    private ClassificationPrediction Counted(ClassificationPrediction prediction)
    {
        _seen.Add(prediction.Path);
        return prediction;
    }

    private static async Task<List<string>> Texts(IAsyncEnumerable<ClassificationPrediction> predictions)
    {
        List<string> texts = [];
        await foreach (var prediction in predictions) texts.Add(prediction.ToJson());
        return texts;
    }

    private ClassificationPredictor Open(RuntimeOptions? options = null) => ClassificationPredictor.Open(TinyClassifier.Write(_folder["m.onnx"]), options);

    private string Bad()
    {
        File.WriteAllBytes(_folder["truncated.jpg"], File.ReadAllBytes(Photos[0])[..2000]);
        return _folder["truncated.jpg"];
    }
}
