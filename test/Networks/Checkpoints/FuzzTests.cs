using Graft.Networks;
using Graft.Tests.Fuzzing;

namespace Graft.Tests.Networks;

/// <summary>A short, seeded run of what <c>bench fuzz SECONDS</c> does for long.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Zips = ["zip.pth", "types.pth", "views.pth", "nested.pth", "parallel.pth", "repeated.pth", "parameters.pth"];

    private static readonly string[] Legacy = ["legacy.pth", "types_legacy.pth", "views_legacy.pth"];

    [Theory]
    [InlineData("safetensors")]
    [InlineData("zip")]
    [InlineData("legacy")]
    public void Damaged_files_are_refused_and_ask_for_no_more_memory_than_they_explain(string kind)
    {
        using var folder = new TestFolder();
        var fuzzer = new CheckpointFuzzer(7, folder.Root);
        foreach (var file in Sound(kind, folder)) fuzzer.Add(file);
        for (var round = 0; round < 1500; round++)
            Assert.Null(fuzzer.Next());
        Assert.InRange(fuzzer.Accepted, 10, fuzzer.Tried - 100);
    }

    private static IEnumerable<byte[]> Sound(string kind, TestFolder folder)
    {
        if (kind != "safetensors") return (kind == "zip" ? Zips : Legacy).Select(name => File.ReadAllBytes(Fixtures.At(name)));
        SafeTensors.Write(folder["tiny"], Fixtures.TinyTensors(), new Dictionary<string, string> { ["note"] = "tiny" });
        return [File.ReadAllBytes(folder["tiny"])];
    }
}
