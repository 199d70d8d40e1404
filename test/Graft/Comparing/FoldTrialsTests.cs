using Graft.Data;
using Graft.Tests.Runs;

namespace Graft.Tests.Comparing;

public sealed class FoldTrialsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FoldTrials _trials;

    public FoldTrialsTests()
    {
        var data = TinyRequests.Write(TaskKind.Classify, _folder, "two", Enumerable.Range(0, 20).Select(at => ("train", at, at % 2)),
            seed => TinyScenes.Make(seed, 72, 64).Image);
        var dataset = DatasetReader.Read(data);
        _trials = new FoldTrials(new ClassifyRequest(data), dataset, DatasetExamination.Examine(dataset), 5, 2, null);
    }

    public void Dispose()
    {
        _trials.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Candidates_that_never_differ_are_not_said_to_be_surely_equal()
    {
        var trials = Enumerable.Range(0, 10).Select(_ => Made(1, 2)).ToList();
        var difference = _trials.Compare(trials, trials);
        Assert.Equal((0, 1), (difference.Value, difference.P));
        Assert.InRange(difference.Interval!.High, 0.1, 0.2);
        Assert.Null(_trials.Compare([.. trials.Take(4)], [.. trials.Take(4)]).Interval);
    }

    [Fact]
    public void The_headline_of_a_fold_is_that_of_the_candidate_which_the_others_choose()
    {
        // The first has all of folds 1 to 4 and nothing of fold 0. Without a fold of 1 to 4 the second is ahead, without fold 0 the first.
        List<Trial> first = [.. Enumerable.Range(0, 5).Select(fold => Made(fold == 0 ? 0 : 4, 4))];
        List<Trial> second = [.. Enumerable.Range(0, 5).Select(fold => Made(fold == 0 ? 4 : 3, 4))];
        Assert.Equal(12 / 20.0, _trials.Headline([first, second])!.Value.Metric.Value);
        Assert.Null(_trials.Headline([[first[0]], [second[0]]]));
    }

    private static FoldTrial Made(int right, int of) =>
        new([.. Enumerable.Range(0, of)], [.. Enumerable.Range(0, of).Select(at => at < right)], new double[of], 1);
}
