namespace Graft.Conformance.Tests;

public class SizeTests
{
    private static readonly (string File, int Lines)[] Sizes =
        [.. Sources.Of(Sources.Folders).Select(file => (file, File.ReadLines(Repository.At(file)).Count()))];

    [Fact]
    public void No_file_is_longer_than_300_lines() =>
        Rule.HasNoExceptions(Sizes.Where(size => size.Lines > 300));

    [Fact]
    public void The_median_file_has_at_most_60_lines() =>
        Assert.InRange(Quantile(0.5), 1, 60);

    [Fact]
    public void Nine_of_ten_files_have_at_most_150_lines() =>
        Assert.InRange(Quantile(0.9), 1, 150);

    private static int Quantile(double share)
    {
        // Of src alone: tests must not thin out the figure.
        var lines = Sizes.Where(size => size.File.StartsWith("src/")).Select(size => size.Lines).Order().ToArray();
        return lines[(int)(share * (lines.Length - 1))];
    }
}
