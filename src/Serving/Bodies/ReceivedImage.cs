using System.Buffers;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Serving;

/// <summary>An image's bytes in memory that is used again, until the request and the queue have let go of them.</summary>
internal sealed class ReceivedImage : IDisposable
{
    private const int FirstBytes = 16 << 10;

    private readonly ByteBudget _budget;
    private byte[] _buffer;
    private long _taken;
    private int _length, _uses = 1;

    public ReceivedImage(ByteBudget budget, string name)
    {
        (_budget, Name) = (budget, name);
        _buffer = ArrayPool<byte>.Shared.Rent(1); // never null, also where nothing is received
    }

    /// <summary>What the client calls it, without folders.</summary>
    public string Name { get; }

    /// <summary>The field of the form that it came in; empty where there is none.</summary>
    public string Field { get; init; } = "";

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads to the end.</summary>
    /// <param name="stream">The body or a part of it.</param>
    /// <param name="allowed">Bytes at most.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Bytes.</returns>
    /// <exception cref="ServingProblem">413: there are more.</exception>
    /// <exception cref="ServingRefusal">The bodies in memory are as large as they may be together.</exception>
    public async Task<int> ReadFrom(Stream stream, long allowed, CancellationToken cancellation)
    {
        while (true)
        {
            // Memory is taken for what has come, whatever length was announced: announcing costs a client nothing.
            if (_length == _buffer.Length || _taken == 0) Grow((int)Math.Min(Math.Max(FirstBytes, 2L * _length), allowed + 1));
            var read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellation).ConfigureAwait(false);
            if (read == 0) return _length;
            _length += read;
            if (_length > allowed) throw ServingProblem.TooManyBytes(allowed);
        }
    }

    /// <summary>Memory of at least that many bytes to write into; see <see cref="Keep(Range)"/>.</summary>
    /// <exception cref="ServingRefusal">The bodies in memory are as large as they may be together.</exception>
    public Span<byte> Make(int length)
    {
        Grow(Math.Max(1, length));
        return _buffer;
    }

    /// <summary>What was written of the memory that was made is the image.</summary>
    public void Keep(Range written)
    {
        var (from, length) = written.GetOffsetAndLength(_buffer.Length);
        _buffer.AsSpan(from, length).CopyTo(_buffer);
        _length = length;
    }

    /// <summary>The size that its header says.</summary>
    /// <exception cref="ImageException">It is refused.</exception>
    public (int Width, int Height) SizeOf(ServingLimits limits, ImageInput input)
    {
        if (!limits.AcceptTiff && FormatSniffer.Sniff(Bytes.Span) == ImageFormat.Tiff)
            throw new ImageException(ImageFault.Unsupported, $"'{input.Name}' is a TIFF image, which this service does not read.",
                "jpeg, png, webp, gif or bmp was expected.", "Convert it to PNG or JPEG, or ask whoever runs the service to accept TIFF.");
        return input.SizeOf(limits.Decoding);
    }

    /// <summary>Keeps the memory until what is returned is disposed as well.</summary>
    public IDisposable Keep()
    {
        Interlocked.Increment(ref _uses);
        return new Use(this);
    }

    public void Dispose() => Release();

    private void Grow(int length)
    {
        var bigger = ArrayPool<byte>.Shared.Rent(length);
        if (!_budget.TryTake(bigger.Length))
        {
            ArrayPool<byte>.Shared.Return(bigger);
            throw new ServingRefusal(RefusalReason.BytesInFlight, TimeSpan.FromSeconds(1));
        }
        _buffer.AsSpan(0, _length).CopyTo(bigger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _budget.GiveBack(_taken); // until now both were there
        (_buffer, _taken) = (bigger, bigger.Length);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _uses) > 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _budget.GiveBack(_taken);
    }

    private sealed class Use(ReceivedImage image) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0) image.Release();
        }
    }
}

/// <summary>The images of a request.</summary>
internal sealed record ReceivedImages(IReadOnlyList<ReceivedImage> Images) : IDisposable
{
    public void Dispose()
    {
        foreach (var image in Images) image.Dispose();
    }
}
