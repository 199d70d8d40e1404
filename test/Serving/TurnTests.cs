using System.Diagnostics;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>Whose turn it is, and how long others wait for it.</summary>
public sealed class TurnTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly TestFolder _folder = new();
    private readonly ServedVersion _version;
    private readonly ServingQueue _queue = new(new ServingLimits());

    public TurnTests() =>
        _version = new ServedVersion("m", "1", ServedModel.Open(TinyModels.Write("classify", _folder["m.onnx"]), new ServingLimits()), maxBatch: 8);

    public void Dispose()
    {
        _version.Retire();
        _folder.Dispose();
    }

    [Fact]
    public void A_key_that_asks_seldom_comes_before_one_that_always_waits()
    {
        Ask("loud", 20);
        _version.Took(Stopwatch.GetTimestamp() - Stopwatch.Frequency, 1); // a second an image
        Ask("quiet", 1);
        Assert.Equal("loud", Next()); // it came first
        Assert.Equal("quiet", Next());
        Assert.Equal("loud", Next());
        Assert.Equal("loud", Next());
        Ask("quiet", 1);
        Assert.Equal("quiet", Next());
        Ask("quiet", 1); // at once again: the other has its turn
        Assert.Equal(["loud", "quiet", "loud"], [Next(), Next(), Next()]);
    }

    [Fact]
    public void Of_many_keys_that_ask_again_at_once_each_has_its_turn()
    {
        string[] keys = ["a", "b", "c", "d", "e"];
        foreach (var key in keys) Ask(key, 1);
        _version.Took(Stopwatch.GetTimestamp() - Stopwatch.Frequency, 1);
        List<string> served = [];
        for (var i = 0; i < 50; i++)
        {
            served.Add(Next());
            Ask(served[^1], 1);
        }
        Assert.All(keys, key => Assert.Equal(10, served.Count(one => one == key)));
    }

    [Theory]
    [InlineData(0.001, 8)]
    [InlineData(0.0049, 4)]
    [InlineData(1.0, 1)]
    public void Where_several_keys_ask_a_batch_keeps_nobody_waiting_for_long(double secondsPerImage, int expected)
    {
        Ask("loud", 20);
        _version.Took(Stopwatch.GetTimestamp() - (long)(secondsPerImage * Stopwatch.Frequency), 1);
        Assert.Equal(8, _queue.Take()!.Count); // one key alone waits for itself
        Ask("quiet", 1);
        Assert.Equal(expected, _queue.Take()!.Count);
    }

    [Fact]
    public void What_was_cancelled_was_no_turn_of_its_key()
    {
        using var gone = new CancellationTokenSource();
        Ask("a", 1, gone.Token);
        Ask("a", 1);
        Ask("b", 1);
        _version.Took(Stopwatch.GetTimestamp() - Stopwatch.Frequency, 1);
        gone.Cancel();
        Assert.Empty(_queue.Take()!);
        Assert.Equal(["a", "b"], [Next(), Next()]);
    }

    private string Next() => Assert.Single(_queue.Take()!).Key;

    private void Ask(string key, int count, CancellationToken cancellation = default)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(_version.TryUse());
            Assert.Null(_queue.TryAdd([new ServingTicket(_version) { Key = key, Pixels = 1, InputSize = (64, 64), Cancellation = cancellation }], Long));
        }
    }
}
