namespace Graft.Conformance.Tests;

public class SizeTests(ITestOutputHelper output)
{
    private const int MaxFiles = 25, MaxColumns = 160, MaxLines = 300, MaxDefaultLines = 150;

    private static readonly (string File, string[] Lines)[] Files =
        [.. Sources.Of(Sources.Folders).Select(file => (file, File.ReadAllLines(Repository.At(file))))];

    [Fact]
    public void No_folder_holds_more_than_25_files() =>
        Rule.HasNoExceptions(Files.CountBy(file => Path.GetDirectoryName(file.File)!).Where(folder => folder.Value > MaxFiles));

    [Fact]
    public void No_file_is_longer_than_300_lines() =>
        Rule.HasNoExceptions(Files.Where(file => file.Lines.Length > MaxLines).Select(file => $"{file.File}: {file.Lines.Length}"));

    [Fact]
    public void No_line_is_wider_than_160_columns() =>
        Rule.HasNoExceptions(Files.SelectMany(file => file.Lines.Index()
            .Where(line => line.Item.Length > MaxColumns)
            .Select(line => $"{file.File}:{line.Index + 1}: {line.Item.Length}")));

    [Theory, InlineData("src"), InlineData("test")]
    public void Nine_of_ten_files_have_at_most_150_lines(string folder)
    {
        var lines = Of(folder).Select(file => file.Lines.Length).Order().ToArray();
        Assert.InRange(lines[(int)(0.9 * (lines.Length - 1))], 1, MaxDefaultLines);
    }

    [Fact]
    public void The_share_of_test_lines_is_told()
    {
        int tests = Of("test").Sum(file => file.Lines.Length), sources = Of("src").Sum(file => file.Lines.Length);
        var line = FormattableString.Invariant($"{(double)tests / sources:0.00} lines of test per line of src ({tests} / {sources})");
        output.WriteLine(line);
        Console.WriteLine(line);
        Assert.InRange(tests, 1, int.MaxValue);
    }

    private static IEnumerable<(string File, string[] Lines)> Of(string folder) => Files.Where(file => file.File.StartsWith($"{folder}/"));
}
