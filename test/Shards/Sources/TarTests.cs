using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Graft.Shards.Tests;

public class TarTests
{
    private static readonly string Long = new string('ä', 120) + ".jpg";

    [Fact]
    public void Images_are_taken_by_their_names_and_other_members_are_passed_over()
    {
        var images = Read(Tar());
        Assert.Equal(["s.tar/000.jpg", "s.tar/000.seg.png", "s.tar/deep/001.JPEG", $"s.tar/{Long}", "s.tar/a b.webp"], images.Select(image => image.Name));
        Assert.All(images, image => Assert.Null(image.Failure));
        Assert.Equal("000.jpg", Encoding.UTF8.GetString(images[0].Bytes.Span));
        Assert.Equal(0, images[4].Bytes.Length);
    }

    [Fact]
    public void A_packed_tar_is_one() => Assert.Equal(5, Read(Packed(Tar()), "s.tar.gz").Count);

    [Fact]
    public void A_tar_that_was_cut_off_gives_what_it_has_and_says_so()
    {
        var whole = Tar();
        foreach (var length in new[] { 0, 100, 700, 1024, 2000, whole.Length - 1024, whole.Length - 2000 })
        {
            var images = Read(whole[..length]);
            Assert.True(images[^1].Failure is not null, $"{length} bytes");
            Assert.Equal("s.tar", images[^1].Name);
            Assert.Contains("is not whole", images[^1].Failure!.Message);
            Assert.All(images.SkipLast(1), image => Assert.Null(image.Failure));
        }
        var packed = Packed(whole);
        Assert.Contains("is not whole", Read(packed[..(packed.Length / 2)], "s.tgz")[^1].Failure!.Message);
    }

    [Fact]
    public void Bytes_that_are_no_tar_are_refused_in_one_row() =>
        Assert.Contains("is not whole", Assert.Single(Read([.. Enumerable.Repeat((byte)'x', 5000)])).Failure!.Message);

    [Fact]
    public void Tars_put_one_behind_the_other_are_not_read_in_part_in_silence() =>
        Assert.Contains("goes on behind its end mark", Read([.. Tar(), .. Tar()])[^1].Failure!.Message);

    [Fact]
    public void A_link_in_a_tar_is_named()
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true))
            writer.WriteEntry(new GnuTarEntry(TarEntryType.HardLink, "b.jpg") { LinkName = "a.jpg" });
        Assert.Contains("is a link to 'a.jpg'", Assert.Single(Read(stream.ToArray())).Failure!.Message);
    }

    private static List<ReadImage> Read(byte[] tar, string name = "s.tar")
    {
        var seekable = TarImages.Of(new MemoryStream(tar), name).ToList();
        // An object store gives no more than one byte after the other.
        var streamed = TarImages.Of(new OneWay(tar), name).ToList();
        Assert.Equal(seekable.Select(image => (image.Name, image.Failure?.Message)), streamed.Select(image => (image.Name, image.Failure?.Message)));
        return seekable;
    }

    private static byte[] Packed(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)) packed.Write(bytes);
        return stream.ToArray();
    }

    private static byte[] Tar()
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["comment"] = "made for a test" }));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "./"));
            foreach (var name in new[] { "./000.jpg", "000.json", "000.cls", "000.seg.png", "deep/001.JPEG", "._000.jpg", Long })
            {
                var content = new MemoryStream(Encoding.UTF8.GetBytes(Path.GetFileName(name)));
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content });
            }
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "a b.webp"));
        }
        return stream.ToArray();
    }

    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 777));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 777)]);
    }
}
