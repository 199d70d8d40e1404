using System.Formats.Tar;
using System.IO.Compression;
using Graft.Data;
using Graft.Imaging;

namespace Graft.Shards;

/// <summary>The images of a tar as WebDataset writes it, from its beginning to its end: nothing is unpacked, and other members are passed over.</summary>
internal static class TarImages
{
    private const int Block = 512;
    private const string Early = "it ends too early";

    public static bool IsTar(string name) =>
        name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Images called <c>shard.tar/000123.jpg</c>; what is wrong with the tar itself comes as an image of the tar's name that could not be read.
    /// </summary>
    /// <param name="stream">The tar.</param>
    /// <param name="name">Its name.</param>
    public static IEnumerable<ReadImage> Of(Stream stream, string name)
    {
        using var unpacked = name.EndsWith("gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var seen = new BlockStream(unpacked);
        using var reader = new TarReader(seen, leaveOpen: true);
        var last = "";
        while (true)
        {
            var image = Next(reader, seen, name, ref last, out var isEnd);
            if (image is not null) yield return image;
            if (isEnd) yield break;
        }
    }

    private static ReadImage? Next(TarReader reader, BlockStream seen, string name, ref string last, out bool isEnd)
    {
        isEnd = true;
        try
        {
            if (reader.GetNextEntry() is not { } entry)
                return !seen.EndedWithZeros ? Broken(name, last, Early)
                    : seen.GoesOn() ? Broken(name, last, "it goes on behind its end mark, as tars do that were put one behind the other") : null;
            isEnd = false;
            var member = Words(entry.Name);
            if (!ImageFiles.IsImage(member) || ImageFiles.IsHiddenName(Path.GetFileName(member)) || entry.EntryType == TarEntryType.Directory) return null;
            last = member;
            return Read(entry, $"{name}/{member}");
        }
        catch (Exception failure) when (failure is EndOfStreamException or InvalidDataException or FormatException)
        {
            isEnd = true;
            return Broken(name, last, failure is EndOfStreamException ? Early : failure.Message.TrimEnd('.'));
        }
    }

    private static ReadImage Read(TarEntry entry, string name)
    {
        if (entry.EntryType is TarEntryType.HardLink or TarEntryType.SymbolicLink)
            return Failed(name, $"'{name}' is a link to '{entry.LinkName}'.", "A file was expected.", "Write the tar with the files that its links lead to.");
        if (entry.Length > Array.MaxLength) return Failed(name, $"'{name}' has 2 GiB or more.", "", "Leave it out.");
        var bytes = new byte[entry.Length];
        entry.DataStream?.ReadExactly(bytes);
        return new ReadImage(name, bytes);
    }

    private static ReadImage Broken(string name, string last, string why) => Failed(name,
        $"'{name}' is not whole: {why}{(last.Length > 0 ? $"; its last image was '{last}'" : "")}.", "A whole tar was expected.", "Write or copy it again.");

    private static ReadImage Failed(string name, string what, string expected, string cure) =>
        new(name, default, new ImageException(ImageFault.Unreadable, what, expected, cure));

    // Tars that were made of a folder name its members ./a.jpg.
    private static string Words(string member) => member.StartsWith("./", StringComparison.Ordinal) ? member[2..] : member;

    /// <summary>Remembers whether what was read last are zeros, which end a tar: the reader does not tell an end from a file that was cut off.</summary>
    private sealed class BlockStream(Stream stream) : Stream
    {
        private readonly byte[] _last = new byte[Block];
        private int _held;

        public bool EndedWithZeros => _held == Block && !_last.AsSpan().ContainsAnyExcept((byte)0);

        public override bool CanRead => true;

        public override bool CanSeek => stream.CanSeek;

        public override bool CanWrite => false;

        public override long Length => stream.Length;

        public override long Position
        {
            get => stream.Position;
            set => stream.Position = value;
        }

        /// <summary>Whether anything but zeros follows.</summary>
        public bool GoesOn()
        {
            var buffer = new byte[1 << 16];
            while (stream.Read(buffer) is > 0 and var read)
                if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0)) return true;
            return false;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = stream.Read(buffer);
            Keep(buffer[..read]);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin)
        {
            _held = 0;
            return stream.Seek(offset, origin);
        }

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private void Keep(ReadOnlySpan<byte> read)
        {
            if (read.Length >= Block)
            {
                read[^Block..].CopyTo(_last);
                _held = Block;
                return;
            }
            var stay = Math.Min(_held, Block - read.Length);
            _last.AsSpan(_held - stay, stay).CopyTo(_last);
            read.CopyTo(_last.AsSpan(stay));
            _held = stay + read.Length;
        }
    }
}
