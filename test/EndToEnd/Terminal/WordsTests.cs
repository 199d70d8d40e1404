using System.CommandLine;
using Graft.Cli;
using Graft.Data;
using Graft.Networks;
using Graft.Training;

namespace Graft.EndToEnd.Tests;

/// <summary>Messages are in the words that the user typed.</summary>
public class WordsTests
{
    public static TheoryData<string, string> ChoiceOptions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (verb, option) in NumberTests.All())
                if (Choices.Of(option).Count > 0) data.Add(verb, option.Name);
            return data;
        }
    }

    // A property and the verb that has a flag for it; a property without one is set by the verb itself.
    public static TheoryData<string, string> Properties
    {
        get
        {
            var data = new TheoryData<string, string>();
            void Of<T>(string verb, params string[] without)
            {
                foreach (var property in typeof(T).GetProperties())
                    if (property.CanWrite && !without.Contains(property.Name)) data.Add(verb, property.Name);
            }
            Of<ClassifyRequest>("train");
            Of<DetectRequest>("train", nameof(DetectRequest.Pyramid));
            Of<SegmentRequest>("train");
            Of<SegmentationLossOptions>("train");
            Of<PyramidChoice>("train");
            Of<FeatureRequest>("features");
            Of<EvaluationRequest>("val", nameof(EvaluationRequest.Tiling));
            Of<RecommendRequest>("models", nameof(RecommendRequest.Batch), nameof(RecommendRequest.Seed));
            Of<DemoRequest>("demo");
            Of<CompositionOptions>("data compose", nameof(CompositionOptions.Flip), nameof(CompositionOptions.MaxOutside),
                nameof(CompositionOptions.Light), nameof(CompositionOptions.ValidationShare));
            return data;
        }
    }

    [Theory, MemberData(nameof(Properties))]
    public void Every_property_with_a_flag_is_shown_by_its_flag(string verb, string property)
    {
        var command = NumberTests.Root().Parse(verb).CommandResult.Command;
        var flag = FlagNames.Of(property, command);
        Assert.True(flag is not null, $"{property} has no flag of {verb}");
        var names = command.Options.Select(option => option.Name).Concat(command.Arguments.Select(argument => argument.Name)).ToList();
        Assert.All(flag.Split(" and "), name => Assert.Contains(name, names));
        var shown = FlagNames.InFlags(new Problem(property, $"The field {property} must be between 1 and 2.", "Choose."), NumberTests.Root().Parse(verb));
        Assert.Equal($"error: {flag}: It is not between 1 and 2. Choose.", shown.ToString());
    }

    [Theory, MemberData(nameof(ChoiceOptions))]
    public void A_word_that_is_none_of_the_choices_is_answered_with_them(string verb, string option)
    {
        var words = Choices.Of(NumberTests.Root().Parse(verb).CommandResult.Command.Options.Single(one => one.Name == option));
        foreach (var wrong in new[] { "qqqqqq", "7", words[0] + "x" })
        {
            var parsed = NumberTests.Root().Parse([.. verb.Split(' '), option, wrong]);
            var message = Assert.Single(UsageErrors.Of(parsed), message => message.Contains(option + ":", StringComparison.Ordinal));
            Assert.StartsWith($"'{wrong}' is not a value of {option}: it takes ", message);
            Assert.DoesNotContain("System.", message);
            Assert.DoesNotContain("Graft.", message);
            Assert.All(words, word => Assert.Contains(word, message));
        }
        foreach (var right in words)
        {
            var mistakes = UsageErrors.Of(NumberTests.Root().Parse([.. verb.Split(' '), option, right]));
            Assert.DoesNotContain(mistakes, message => message.Contains(option + ":", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("train {0} --imgsz 99999 --label-smoothing 2", "--imgsz: 99999 is not between 32 and 4096.", "--label-smoothing: 2 is not between 0 and 0.9.")]
    [InlineData("train {0} --lr 1e9 --val-split 0.99", "--lr: 1e9 is not between 1E-08 and 100.", "--val-split: 0.99 is not between 0.05 and 0.9.")]
    [InlineData("train {0} --strategy probe --warmup-epochs 3", "--warmup-epochs: ", "")]
    [InlineData("train {0} --class-weights {0} --imgsz 99999", "`graft train` does not take ", "")]
    [InlineData("train --class-weights {0} --imgsz 99999", "--imgsz: 99999 is not between 32 and 4096.", "")]
    [InlineData("features {0} --imgsz 99999 --batch 0", "--imgsz: ", "--batch: 0 is not between 1 and 4096.")]
    [InlineData("data compose {0} {0} --width 1", "--width: 1 is not between", "")]
    [InlineData("train {0} --exist-ok yes", "`graft train` does not take 'yes'.", "")]
    [InlineData("train {0} --class-weights balancd", "Did you mean 'balanced'?", "")]
    public async Task A_refusal_names_flags(string line, string first, string second)
    {
        using var folder = Photos.TwoClasses(4);
        var error = new StringWriter();
        var code = await CommandLine.Run([.. line.Split(' ').Select(word => string.Format(word, folder["photos"]))], new Terminal(TextWriter.Null, error));
        Assert.Equal(2, code);
        Assert.Contains(first, error.ToString());
        Assert.Contains(second, error.ToString());
        Assert.DoesNotContain("The field", error.ToString());
        foreach (var property in new[] { "ImageSize", "LearningRate", "LabelSmoothing", "ValidationShare", "WarmupEpochs" })
            Assert.DoesNotContain(property, error.ToString());
    }

    [Theory]
    [InlineData("help")]
    [InlineData("help train")]
    [InlineData("help data split")]
    [InlineData("help data")]
    public async Task The_word_help_is_as_good_as_the_flag(string line)
    {
        var (word, flag) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await CommandLine.Run(line.Split(' '), new Terminal(word, TextWriter.Null)));
        Assert.Equal(0, await CommandLine.Run([.. line.Split(' ')[1..], "--help"], new Terminal(flag, TextWriter.Null)));
        Assert.Equal(flag.ToString(), word.ToString());
        Assert.Contains("Example", word.ToString());
    }

    [Fact]
    public async Task Help_for_a_verb_that_is_none_says_which_was_meant()
    {
        var error = new StringWriter();
        Assert.Equal(2, await CommandLine.Run(["help", "trian"], new Terminal(TextWriter.Null, error)));
        Assert.Contains("Did you mean 'train'?", error.ToString());
    }
}
