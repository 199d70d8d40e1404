using Graft.Tests;
using Graft.Tests.DataFuzzing;

namespace Graft.Data.Tests;

/// <summary>A short, seeded run of what <c>bench fuzz-data SECONDS</c> does for long.</summary>
public sealed class FuzzTests
{
    public static TheoryData<string> Subjects => [.. DataSubjects.All.Select(subject => subject.Name)];

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Damaged_files_are_refused_or_read_in_time_and_without_much_memory(string name)
    {
        using var folder = new TestFolder();
        var fuzzer = new FolderFuzzer(DataSubjects.All.Single(subject => subject.Name == name), seed: 11, folder["data"]);
        for (var round = 0; round < 100; round++) Assert.Null(fuzzer.Next());
    }
}
