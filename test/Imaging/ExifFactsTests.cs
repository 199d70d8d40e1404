using System.Buffers.Binary;
using System.Text;

namespace Graft.Imaging.Tests;

public class ExifFactsTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void Camera_and_date_are_read_in_both_byte_orders(bool little)
    {
        byte[] file = [0xFF, 0xD8, 0xFF, 0xE1, 0, 0, .. "Exif\0\0"u8, .. Tiff(little)];
        Assert.Equal(new ExifFacts("Canon EOS 5D", new(2021, 3, 4, 5, 6, 7)), ExifFacts.Of(file));
    }

    [Fact]
    public void What_is_cut_off_or_absent_says_nothing()
    {
        byte[] file = [.. "Exif\0\0"u8, .. Tiff(true)];
        for (var length = 0; length < file.Length; length++) ExifFacts.Of(file.AsSpan(0, length));
        Assert.Equal(new ExifFacts("", null), ExifFacts.Of(file.AsSpan(0, 20)));
        Assert.Equal(new ExifFacts("", null), ExifFacts.Read(Fixture.At("grey.png")));
    }

    [Fact]
    public void Offsets_beyond_the_block_end_nothing()
    {
        byte[] file = [.. "Exif\0\0"u8, .. Tiff(true)];
        for (var at = 6; at < file.Length; at++)
        {
            var changed = file.ToArray();
            changed[at] = 0xFF;
            ExifFacts.Of(changed);
        }
    }

    // Make and model lie behind the first directory, the date behind the second.
    private static byte[] Tiff(bool little)
    {
        var bytes = new byte[200];
        Encoding.ASCII.GetBytes(little ? "II" : "MM").CopyTo(bytes, 0);
        Number(2, 42, 2);
        Number(4, 8, 4);
        Number(8, 3, 2);
        Entry(10, 0x010F, 6, 100);
        Entry(22, 0x0110, 7, 110);
        Entry(34, 0x8769, 1, 60);
        Number(60, 1, 2);
        Entry(62, 0x9003, 20, 130);
        Encoding.ASCII.GetBytes("Canon\0").CopyTo(bytes, 100);
        Encoding.ASCII.GetBytes("EOS 5D\0").CopyTo(bytes, 110);
        Encoding.ASCII.GetBytes("2021:03:04 05:06:07\0").CopyTo(bytes, 130);
        return bytes;

        void Entry(int at, int tag, int count, int value)
        {
            Number(at, tag, 2);
            Number(at + 2, 2, 2);
            Number(at + 4, count, 4);
            Number(at + 8, value, 4);
        }

        void Number(int at, int value, int size)
        {
            if (size == 2 && little) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)value);
            else if (size == 2) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)value);
            else if (little) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)value);
            else BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), (uint)value);
        }
    }
}
