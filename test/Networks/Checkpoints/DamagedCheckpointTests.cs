using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class DamagedCheckpointTests
{
    // The largest fixture has 4 KB; buffers and exceptions are allowed for.
    private const long MaxBytes = 4_000_000;

    public static TheoryData<string> Files => ["zip.pth", "legacy.pth", "types.pth", "types_legacy.pth", "views.pth", "views_legacy.pth", "nested.pth", "script.pt", "tiny.safetensors"];

    [Theory, MemberData(nameof(Files))]
    public void Flipped_bytes_are_refused_or_harmless_and_ask_for_little_memory(string name)
    {
        using var folder = new TestFolder();
        var original = Original(name, folder);
        var random = SeededRandom.For(1, name);
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var flips = random.Next(3); flips >= 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            OpenAndReadAll(folder, bytes);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void A_file_cut_short_anywhere_is_refused(string name)
    {
        using var folder = new TestFolder();
        var original = Original(name, folder);
        for (var length = 0; length < original.Length; length += 1 + original.Length / 80)
            Assert.False(OpenAndReadAll(folder, original[..length]), $"{length} of {original.Length} bytes were accepted");
    }

    [Theory, MemberData(nameof(Files))]
    public void Bytes_put_in_or_taken_out_do_no_harm(string name)
    {
        using var folder = new TestFolder();
        var original = Original(name, folder);
        var random = SeededRandom.For(2, name);
        for (var round = 0; round < 80; round++)
        {
            var at = random.Next(original.Length);
            var count = Math.Min(1 + random.Next(16), original.Length - at);
            OpenAndReadAll(folder, random.Chance(0.5)
                ? [.. original[..at], .. original[(at + count)..]]
                : [.. original[..at], .. original[at..(at + count)], .. original[at..]]);
        }
    }

    // True when all of it could be read; anything but a GraftException fails the test.
    private static bool OpenAndReadAll(TestFolder folder, byte[] bytes)
    {
        var path = folder["damaged"];
        using (var stream = File.Create(path)) stream.Write(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var whole = true;
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            foreach (var name in checkpoint.Entries.Keys) checkpoint.Read(name);
        }
        catch (GraftException refusal)
        {
            Assert.Contains("damaged", refusal.Message);
            whole = false;
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxBytes);
        return whole;
    }

    private static byte[] Original(string name, TestFolder folder)
    {
        if (name != "tiny.safetensors") return File.ReadAllBytes(Fixtures.At(name));
        SafeTensors.Write(folder[name], Fixtures.TinyTensors(), new Dictionary<string, string> { ["note"] = "tiny" });
        return File.ReadAllBytes(folder[name]);
    }
}
