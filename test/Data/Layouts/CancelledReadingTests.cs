using Graft.Tests;
using Graft.Tests.DataFuzzing;

namespace Graft.Data.Tests;

/// <summary>Every row of the table of layouts stops reading when it is cancelled.</summary>
public sealed class CancelledReadingTests : IDisposable
{
    private static readonly ReaderOptions Cancelled = new() { Cancellation = new CancellationToken(true) };
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Formats => [.. LayoutTable.Rows.Where(row => row.Format is not null).Select(row => $"{row.Format}")];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_reader_that_is_cancelled_stops_before_the_next_file(string format)
    {
        var row = LayoutTable.Of(Enum.Parse<DatasetFormat>(format));
        var subjects = DataSubjects.All.Where(subject => FormatOf(subject) == row.Format).ToList();
        Assert.NotEmpty(subjects);
        foreach (var subject in subjects)
        {
            var read = ReaderOf(row);
            read(_folder[subject.Name], new ReaderOptions { OnBadImage = OnBadImage.Skip });
            Assert.Throws<OperationCanceledException>(() => read(_folder[subject.Name], Cancelled));
            // The search for layouts, which comes first, opens files as well.
            Assert.Throws<OperationCanceledException>(() => DatasetLayout.Infer(_folder[subject.Name], null, Cancelled.Cancellation).Doubt);
        }
    }

    [Fact]
    public void A_json_file_is_not_read_to_its_end()
    {
        using var source = new CancellationTokenSource();
        using var stream = new CancellableStream(new MemoryStream(new byte[100]), source.Token);
        Assert.Equal(10, stream.Read(new byte[10], 0, 10));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => stream.Read(new byte[10], 0, 10));
    }

    private static Action<string, ReaderOptions> ReaderOf(LayoutRow row) => row switch
    {
        { Objects: { } objects } => (path, options) => objects(path, options),
        { Format: DatasetFormat.Masks } => (path, options) => MaskReader.Read(path, options),
        _ => (path, options) => DatasetReader.Read(path, options),
    };

    private DatasetFormat? FormatOf(FuzzSubject subject)
    {
        if (subject.Name == "csv") return null; // a list, which is no layout of a folder
        foreach (var (name, bytes) in subject.Files) Images.Write(_folder[$"{subject.Name}/{name}"], bytes);
        return DatasetLayout.Infer(_folder[subject.Name]).Format;
    }
}
