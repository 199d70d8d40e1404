using System.Diagnostics;

namespace Graft.Core.Tests;

public class AtomicFileTests
{
    [Fact]
    public void A_file_is_written_with_the_folders_it_needs()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Root, "a", "b", "c.txt");
        AtomicFile.WriteText(path, "grün");
        Assert.Equal("grün"u8.ToArray(), File.ReadAllBytes(path));
    }

    [Fact]
    public void Writing_replaces_the_old_file_and_leaves_nothing_beside_it()
    {
        using var folder = new TestFolder();
        AtomicFile.WriteText(folder["state.json"], "old and longer");
        AtomicFile.WriteBytes(folder["state.json"], "new"u8.ToArray());
        Assert.Equal("new", File.ReadAllText(folder["state.json"]));
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Writers_of_one_file_on_several_threads_do_not_disturb_each_other()
    {
        using var folder = new TestFolder();
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            AtomicFile.WriteText(folder["state.json"], new string((char)('a' + i % 26), 20_000)));
        var text = File.ReadAllText(folder["state.json"]);
        Assert.Equal(20_000, text.Length);
        Assert.Single(text.Distinct());
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void A_failure_half_way_leaves_the_old_file_as_it_was()
    {
        using var folder = new TestFolder();
        AtomicFile.WriteText(folder["state.json"], "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["state.json"], stream =>
        {
            stream.Write("half of the n"u8);
            stream.Flush();
            throw new InvalidOperationException("the network could not be written");
        }));
        Assert.Equal("old", File.ReadAllText(folder["state.json"]));
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void A_full_disk_is_reported_and_leaves_the_old_file_as_it_was()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        using var folder = new TestFolder();
        AtomicFile.WriteText(folder["weights.bin"], "old");
        // The temporary names, that of this call and of those that other tests may make meanwhile, lead to the device that is always full, so that the kernel
        // itself refuses the bytes.
        const int names = 1000;
        var first = AtomicFile.Calls + 1;
        for (var call = first; call < first + names; call++) File.CreateSymbolicLink(AtomicFile.TemporaryOf(folder["weights.bin"], call), "/dev/full");
        var error = Assert.Throws<GraftException>(() => AtomicFile.WriteBytes(folder["weights.bin"], new byte[1 << 20]));
        Assert.Contains("weights.bin", error.Message);
        Assert.Contains("No space left on device", error.Message);
        Assert.Contains("Free space on the disk", error.Message);
        Assert.Equal(1, error.ExitCode);
        Assert.Equal("old", File.ReadAllText(folder["weights.bin"]));
        Assert.Equal(names, Directory.GetFiles(folder.Root).Length); // the file, and the names that were not used
    }

    [Fact]
    public void A_folder_that_is_a_file_is_reported_by_name()
    {
        using var folder = new TestFolder();
        AtomicFile.WriteText(folder["runs"], "a file");
        var error = Assert.Throws<GraftException>(() => AtomicFile.WriteText(Path.Combine(folder["runs"], "args.json"), "{}"));
        Assert.Contains("args.json", error.Message);
    }

    [Fact]
    public void A_link_stays_one()
    {
        using var folder = new TestFolder();
        AtomicFile.WriteText(Path.Combine(folder.Root, "shared", "gallery.json"), "old");
        File.CreateSymbolicLink(folder["mine.json"], Path.Combine("shared", "gallery.json"));
        AtomicFile.WriteText(folder["mine.json"], "new");
        Assert.NotNull(new FileInfo(folder["mine.json"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(Path.Combine(folder.Root, "shared", "gallery.json")));
        File.CreateSymbolicLink(folder["nowhere.json"], "not yet.json");
        AtomicFile.WriteText(folder["nowhere.json"], "made");
        Assert.Equal("made", File.ReadAllText(folder["not yet.json"]));
    }

    [Fact]
    public async Task A_device_and_a_pipe_are_refused_and_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Devices are not in folders there.");
        using var folder = new TestFolder();
        using (var made = Process.Start("mkfifo", [folder["pipe"]])) await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        // In place of /dev/null itself, which would be lost where this fails and the tests run as root.
        File.CreateSymbolicLink(folder["device"], "/dev/graft-has-no-such-device");
        File.WriteAllText(folder["empty"], "");
        foreach (var name in new[] { "pipe", "device" })
            Assert.Contains("is a device or a pipe", Assert.Throws<GraftException>(() => AtomicFile.WriteText(folder[name], "text")).Message);
        AtomicFile.WriteText(folder["empty"], "text");
        Assert.Equal("text", File.ReadAllText(folder["empty"]));
        Assert.Equal(["device", "empty", "pipe"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
        Assert.Equal(0, new FileInfo(folder["pipe"]).Length);
    }

    [Fact]
    public void What_is_for_its_owner_is_so_from_its_first_byte()
    {
        if (OperatingSystem.IsWindows()) return; // it has no such modes
        using var folder = new TestFolder();
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = folder["secret"];
        UnixFileMode? atFirst = null;
        AtomicFile.Write(path, stream => atFirst = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(((FileStream)stream).Name), isPrivate: true);
        Assert.Equal(owner, atFirst);
        Assert.Equal(owner, File.GetUnixFileMode(path));
    }
}
