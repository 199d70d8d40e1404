namespace Graft.Tasks.Tests;

public class SelectionOptimismTests
{
    [Fact]
    public void Where_nothing_was_chosen_among_or_kept_of_it_there_is_none()
    {
        Assert.Null(SelectionOptimism.Of([], byLoss: false, 1, [0, 0, 1]));
        Assert.Null(SelectionOptimism.Of([new(new bool[40], new float[40])], byLoss: false, 1));
    }

    [Fact]
    public void The_best_of_many_guesses_is_as_much_too_good_as_is_estimated()
    {
        // Twenty candidates that guess: the truth is one half, whatever the best of them reaches.
        var (estimated, real) = (0.0, 0.0);
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var random = new SeededRandom(seed);
            CandidateAnswers[] guesses = [.. Enumerable.Range(0, 20).Select(_ => Guess(random))];
            estimated += SelectionOptimism.Of(guesses, byLoss: false, seed)!.Value / 40;
            real += (guesses.Max(guess => guess.Right.Count(isRight => isRight)) / 60.0 - 0.5) / 40;
        }
        Assert.InRange(real, 0.08, 0.16);
        Assert.InRange(estimated, 0.7 * real, 1.3 * real);
    }

    [Fact]
    public void A_candidate_that_is_far_better_was_hardly_chosen_by_chance()
    {
        var random = new SeededRandom(1);
        CandidateAnswers[] candidates = [Guess(random), Guess(random), new([.. Enumerable.Repeat(true, 60)], new float[60])];
        Assert.Equal(0, SelectionOptimism.Of(candidates, byLoss: false, 1));
    }

    [Fact]
    public void Copies_are_drawn_together_so_that_four_of_each_are_no_more_than_one()
    {
        var (once, four, apart) = (0.0, 0.0, 0.0);
        int[] units = [.. Enumerable.Range(0, 240).Select(i => i % 60)];
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var random = new SeededRandom(seed);
            CandidateAnswers[] guesses = [.. Enumerable.Range(0, 10).Select(_ => Guess(random))];
            CandidateAnswers[] copies = [.. guesses.Select(guess => new CandidateAnswers([.. guess.Right, .. guess.Right, .. guess.Right, .. guess.Right],
                [.. guess.Losses, .. guess.Losses, .. guess.Losses, .. guess.Losses]))];
            once += SelectionOptimism.Of(guesses, byLoss: false, seed)!.Value / 20;
            four += SelectionOptimism.Of(copies, byLoss: false, seed, units)!.Value / 20;
            apart += SelectionOptimism.Of(copies, byLoss: false, seed)!.Value / 20;
        }
        Assert.Equal(once, four, 0.01);
        Assert.True(apart < 0.6 * once, $"{apart} of {once}");
    }

    [Fact]
    public void Answers_of_a_checkpoint_are_what_they_were()
    {
        var answers = new CandidateAnswers([true, false, true], [0.5f, 3, float.PositiveInfinity]);
        var read = System.Text.Json.JsonSerializer.Deserialize<CandidateAnswers>(System.Text.Json.JsonSerializer.Serialize(answers))!;
        Assert.Equal(answers.Right, read.Right);
        Assert.Equal(answers.Losses, read.Losses);
        Assert.Throws<System.Text.Json.JsonException>(() => System.Text.Json.JsonSerializer.Deserialize<CandidateAnswers>("\"AAAA\""));
    }

    [Fact]
    public void Without_a_choice_there_is_nothing_to_estimate()
    {
        Assert.Null(SelectionOptimism.Of([], false, 1));
        Assert.Null(SelectionOptimism.Of([Guess(new SeededRandom(1))], false, 1));
        Assert.Null(SelectionOptimism.Of([new(new bool[9], new float[9]), new(new bool[9], new float[9])], false, 1));
    }

    private static CandidateAnswers Guess(SeededRandom random) =>
        new([.. Enumerable.Range(0, 60).Select(_ => random.NextDouble() < 0.5)], [.. Enumerable.Range(0, 60).Select(_ => (float)random.NextDouble())]);
}
