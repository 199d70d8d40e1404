namespace Graft.ShardsS3;

/// <summary>An object of which a block is asked for when it is read: the end of a part says what it is.</summary>
/// <param name="length">Bytes of the object.</param>
/// <param name="ask">Gives the bytes from one to another, both included.</param>
internal sealed class S3Ranges(long length, Func<long, long, byte[]> ask) : Stream
{
    private const int Block = 1 << 18;

    private byte[] _held = [];
    private long _first = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Position >= length || buffer.IsEmpty) return 0;
        var first = Position / Block * Block;
        if (first != _first) (_held, _first) = (ask(first, Math.Min(first + Block, length) - 1), first);
        var at = (int)(Position - first);
        var count = Math.Min(buffer.Length, _held.Length - at);
        if (count <= 0) throw new EndOfStreamException();
        _held.AsSpan(at, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : length);

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
