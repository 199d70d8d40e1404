using System.CommandLine;
using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class HelpTests
{
    public static TheoryData<string> AllVerbs => [.. PathsOf(Verbs.Root(new Terminal(TextWriter.Null, TextWriter.Null)), "")];

    [Theory, MemberData(nameof(AllVerbs))]
    public async Task The_help_of_a_verb_says_what_it_does_and_gives_an_example(string verb)
    {
        var (output, messages) = (new StringWriter(), new StringWriter());
        var exitCode = await CommandLine.Run([.. verb.Split(' '), "--help"], new Terminal(output, messages));
        Assert.Equal((0, ""), (exitCode, messages.ToString())); // what the verb requires need not be given
        Assert.Matches(@"Description:\s+\S", output.ToString());
        Assert.DoesNotMatch(@"\[default:\s+[A-Z]", output.ToString()); // a choice is shown as it is typed
        Assert.Matches($@"Examples?:\s+graft {verb}\b", output.ToString());
    }

    [Theory, MemberData(nameof(AllVerbs))]
    public void The_examples_of_a_verb_are_command_lines_that_parse(string verb)
    {
        var root = Verbs.Root(new Terminal(TextWriter.Null, TextWriter.Null));
        var examples = ((Verb)root.Parse(verb).CommandResult.Command).Examples;
        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            Assert.StartsWith($"graft {verb}", example);
            Assert.Empty(root.Parse(example["graft ".Length..]).Errors);
        });
    }

    [Theory, MemberData(nameof(AllVerbs))]
    public void Every_option_and_argument_is_described(string verb)
    {
        var command = Verbs.Root(new Terminal(TextWriter.Null, TextWriter.Null)).Parse(verb).CommandResult.Command;
        Assert.All(command.Options.Cast<Symbol>().Concat(command.Arguments), symbol => Assert.False(string.IsNullOrEmpty(symbol.Description), symbol.Name));
    }

    [Theory, MemberData(nameof(AllVerbs))]
    public void Verbs_that_read_images_take_the_limits_on_them_and_the_others_do_not(string verb)
    {
        var command = Verbs.Root(new Terminal(TextWriter.Null, TextWriter.Null)).Parse(verb).CommandResult.Command;
        string[] others =
        [
            "", "models pull", "new", "pack", "doctor", "faces list", "faces remove", "faces export", "faces rekey", "faces audit",
            "serve keys add", "serve keys list", "serve keys revoke", "review", "shards",
        ];
        var names = command.Options.Select(option => option.Name).ToList();
        Assert.All(["--memory", "--max-pixels"], (string flag) => Assert.Equal(!others.Contains(verb), names.Contains(flag)));
    }

    [Theory, MemberData(nameof(AllVerbs))]
    public async Task Examples_keep_to_a_narrow_screen_and_can_be_pasted(string verb)
    {
        var output = new StringWriter();
        await CommandLine.Run([.. verb.Split(' '), "--help"], new Terminal(output, TextWriter.Null, width: 60));
        var text = output.ToString().ReplaceLineEndings("\n");
        var shown = text[text.LastIndexOf("Example", StringComparison.Ordinal)..].Split('\n')[1..];
        Assert.All(shown, line => Assert.InRange(line.Length, 0, 60));
        var examples = ((Verb)Verbs.Root(new Terminal(TextWriter.Null, TextWriter.Null)).Parse(verb).CommandResult.Command).Examples;
        Assert.Equal(string.Join("\n", examples.Select(example => $"  {example}")) + "\n", string.Join('\n', shown).Replace(" \\\n    ", " "));
    }

    [Fact]
    public async Task What_need_not_be_given_stands_in_square_brackets()
    {
        var output = new StringWriter();
        await CommandLine.Run(["--help"], new Terminal(output, TextWriter.Null));
        Assert.Contains("models [NAME]", output.ToString());
        Assert.DoesNotContain("models <NAME>", output.ToString());
        Assert.Contains("predict <", output.ToString());
    }

    [Theory]
    [InlineData(100, "60", null)]
    [InlineData(0, "60", 60)]
    [InlineData(0, "wide", null)]
    [InlineData(0, "3", null)]
    [InlineData(0, null, null)]
    public void A_terminal_that_does_not_tell_its_width_has_that_of_the_environment(int screen, string? variable, int? columns) =>
        Assert.Equal(columns, Terminal.Columns(screen, variable));

    private static IEnumerable<string> PathsOf(Command command, string path) => command.Subcommands.SelectMany(child =>
    {
        var at = $"{path} {child.Name}".Trim();
        return (child is Verb ? [at] : Array.Empty<string>()).Concat(PathsOf(child, at));
    });
}
