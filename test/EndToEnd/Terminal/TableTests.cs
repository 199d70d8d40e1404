using Graft.Cli;
using Spectre.Console;

namespace Graft.EndToEnd.Tests;

public class TableTests
{
    private const string LongPath = "a-rather-long-folder/of-a-photographer/who-names-everything/2024-05-17 walk in the hills/IMG_20240517_101112.jpg";

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    public void A_table_fits_the_terminal_and_breaks_no_word(int width)
    {
        var lines = Show(width, Predictions());
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        // Pieces of a path end where its parts do, and none of them is a letter or two.
        var text = string.Concat(lines.Select(line => line.Trim()));
        foreach (var word in new[] { "photographer", "everything", "IMG_20240517_101112.jpg", "a dog of some kind", "97.3 %" }) Assert
            .Contains(word.Replace(" ", ""), text.Replace(" ", ""));
        Assert.True(lines.Count < 20, string.Join('\n', lines));
    }

    [Fact]
    public void In_a_pipe_a_row_is_a_line_with_tabs_and_a_path_is_whole()
    {
        var output = new StringWriter();
        new Terminal(output, TextWriter.Null).Results.Write(Predictions());
        Assert.Equal(["image\tclass\tscore\tbox", $"{LongPath}\ta dog of some kind\t97.3 %\t(1, 2) to (300, 400)", "b.jpg\tcat\t7.0 %\t"], Lines(output));
    }

    [Fact]
    public void Columns_without_room_go_on_below_and_stay_readable()
    {
        string[] names = ["network", "LogME", "probe", "parameters", "multiply-adds", "here", "features once", "full epoch", "memory, predict",
            "memory, train"];
        var table = Terminal.Table(names);
        table.AddRow(names.Select((_, at) => new Text(at == 0 ? "regnet_y_128gf" : $"{at}.25 M")));
        var lines = Show(60, table);
        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
        foreach (var name in names) Assert.Single(lines, line => line.Contains(name));
        for (var at = 1; at < names.Length; at++) Assert.Single(lines, line => line.Contains($"{at}.25 M"));
    }

    [Fact]
    public void Long_sentences_wrap_at_words_on_a_terminal_and_never_in_a_pipe()
    {
        var sentence = string.Join(' ', Enumerable.Repeat("several words", 30)) + " /a/path/that/is/longer/than/the/terminal/is/broad/and/will/be/copied.jpg";
        var (narrow, pipe) = (new StringWriter(), new StringWriter());
        new Terminal(TextWriter.Null, narrow, 50).Fail(sentence);
        new Terminal(TextWriter.Null, pipe).Fail(sentence);
        Assert.Equal([$"error: {sentence}"], Lines(pipe));
        var lines = Lines(narrow);
        Assert.All(lines, line => Assert.True(line.Length <= 50 || line.StartsWith("/a/path/", StringComparison.Ordinal), line));
        Assert.Equal($"error: {sentence}", string.Join(' ', lines));
    }

    [Fact]
    public void A_warning_says_so_once()
    {
        var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error);
        using (var display = new EventDisplay(terminal)) display
            .Report(new RunEvent.Message(new Problem("photos", "One class is small.", "", IsWarning: true).ToString(), IsWarning: true));
        terminal.Say([new Problem("photos", "An image is broken.", "Mend it.")]);
        Assert.Equal(["warning: photos: One class is small.", "error: photos: An image is broken. Mend it."], Lines(error));
    }

    [Fact]
    public void The_next_command_is_quoted_where_a_shell_needs_it()
    {
        var error = new StringWriter();
        new Terminal(TextWriter.Null, error).Next("graft", "train", "my photos/it's", "new/*.jpg");
        Assert.Equal([@"next: graft train 'my photos/it'\''s' new/*.jpg"], Lines(error));
    }

    [Fact]
    public void The_next_command_stays_one_line_on_a_narrow_terminal()
    {
        var error = new StringWriter();
        new Terminal(TextWriter.Null, error, width: 40).Next("graft", "predict", "runs/classify/photos", "new images/a photo of a tulip.jpg", "--save");
        Assert.Equal(["next: graft predict runs/classify/photos 'new images/a photo of a tulip.jpg' --save"], Lines(error));
    }

    [Fact]
    public void A_command_within_a_message_stays_in_one_line_on_a_narrow_terminal()
    {
        var error = new StringWriter();
        new Terminal(TextWriter.Null, error, width: 40).Fail("The run was stopped, it isn't finished. "
            + "Go on with `graft train --resume 'runs/classify/my photos'`, or begin again.");
        Assert.Equal(["error: The run was stopped, it isn't",
            "finished. Go on with", "`graft train --resume 'runs/classify/my photos'`,", "or begin again."], Lines(error));
    }

    [Fact]
    public void A_quoted_word_stays_in_one_line() =>
        Assert.Equal(["enroll people/ --purpose", "\"door of the laboratory\"", "--expires 2027-12-31"],
            Wrapping.Sentences("enroll people/ --purpose \"door of the laboratory\" --expires 2027-12-31", 24));

    private static Graft.Cli.Table Predictions()
    {
        var table = Terminal.Table("image", "class", "score", "box");
        table.AddRow(new Text(LongPath), new Text("a dog of some kind"), new Text("97.3 %"), new Text("(1, 2) to (300, 400)"));
        table.AddRow(new Text("b.jpg"), new Text("cat"), new Text("7.0 %"));
        return table;
    }

    private static List<string> Show(int width, Graft.Cli.Table table)
    {
        var output = new StringWriter();
        new Terminal(output, TextWriter.Null, width).Results.Write(table);
        return Lines(output);
    }

    private static List<string> Lines(StringWriter writer) => [.. writer.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];

    [Fact]
    public void What_a_terminal_would_obey_is_shown_instead()
    {
        var error = new StringWriter();
        var terminal = new Terminal(new StringWriter(), error);
        terminal.Fail("'evil\u001b[31m\u0007.jpg' is\nno image");
        Assert.DoesNotContain('\u001b', error.ToString());
        Assert.Contains("'evil\\u001b[31m\\u0007.jpg' is\nno image", error.ToString());
    }
}
