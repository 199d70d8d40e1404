namespace Graft.ShardsS3;

/// <summary>What a server sends; where the connection ends early, that is no end of the object.</summary>
internal sealed class S3Body(string address, Stream body) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return body.Read(buffer);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or Amazon.Runtime.AmazonClientException)
        {
            throw Silent(address, failure);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The store does not answer as it should.</summary>
    public static GraftException Silent(string address, Exception failure) => new($"'{address}' could not be reached: {failure.Message.TrimEnd('.')}.",
        "It was tried several times.", "Start it again: what is written stays.", failure)
    { ExitCode = 1 };

    protected override void Dispose(bool disposing)
    {
        if (disposing) body.Dispose();
        base.Dispose(disposing);
    }
}
