using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text.Json;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>
/// Images that were kept, in a folder for each model: the image first, then its json, each whole and on the disk before anything is said of it. An image
/// without a json was never acknowledged. Thread-safe; one process writes, which a lock sees to, and others may read.
/// </summary>
internal sealed class ReviewStore : IDisposable
{
    private const string Ending = ".json", LockName = "review.lock", OursAlone = "????????-??????-???-????????";

    private readonly Lock _gate = new();
    private readonly ReviewOptions _options;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<string, ReviewedImage> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, string RequestId, int Number), List<string>> _requests = [];
    private readonly List<string> _unread = [];
    private readonly FileStream _lock;
    private long _bytes;

    private ReviewStore(ReviewOptions options, TimeProvider time, FileStream held) => (_options, _time, _lock) = (options, time, held);

    /// <summary>Files of ours that could not be read when the folder was opened: they are not counted, and never removed.</summary>
    public IReadOnlyList<string> Unread => _unread;

    /// <summary>Reads what is there.</summary>
    /// <param name="options">The folder and its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="GraftException">The folder cannot be written to, or another service keeps its images there.</exception>
    public static ReviewStore Open(ReviewOptions options, TimeProvider? time = null)
    {
        ReviewStore? store = null;
        try
        {
            Directory.CreateDirectory(options.Folder);
            // Two would take each other's half-written images for what a killed process left.
            store = new(options, time ?? TimeProvider.System, new FileStream(
                Path.Combine(options.Folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
            foreach (var image in Read(options.Folder, store._unread.Add)) store.Remember(image);
            store.RemoveUnacknowledged();
            store.Forget();
            return store;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            store?.Dispose();
            throw new GraftException($"Images for review cannot be kept in '{options.Folder}': {failure.Message.TrimEnd('.')}.",
                "A folder that can be written to, and that no other service uses, is expected.", "Choose another folder.", failure);
        }
    }

    /// <summary>All images of a folder, the oldest first; files that are none of ours are passed over.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="broken">Told of a json of ours that cannot be read.</param>
    /// <exception cref="UnauthorizedAccessException">They belong to another user.</exception>
    public static IEnumerable<ReviewedImage> Read(string folder, Action<string>? broken = null)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            if (TryRead(path) is { } image) yield return image;
            else if (FileSystemName.MatchesSimpleExpression(OursAlone, Path.GetFileNameWithoutExtension(path))) broken?.Invoke(path);
    }

    /// <summary>Where the file of an image is.</summary>
    public static string PathOf(string folder, ReviewedImage image) => Path.Combine(folder, image.Model, image.File);

    /// <summary>Bytes of all images.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate) return _bytes;
        }
    }

    /// <summary>Images of a model, the oldest first, without their answers.</summary>
    public IReadOnlyList<ReviewedImage> Of(string model)
    {
        lock (_gate) return [.. _images.Values.Where(image => image.Model == model)];
    }

    /// <summary>Whether an image of a request is kept.</summary>
    public bool Has(string model, string requestId, int number)
    {
        lock (_gate) return _requests.ContainsKey((model, requestId, number));
    }

    /// <summary>Whether images of several requests with one id are kept: callers choose ids, and may choose one twice.</summary>
    public bool IsAmbiguous(string model, string requestId, int number)
    {
        lock (_gate) return _requests.GetValueOrDefault((model, requestId, number))?.Count > 1;
    }

    /// <summary>Keeps an image. The oldest without a label make room.</summary>
    /// <param name="image">What is known of it, without id, file, hash and length.</param>
    /// <param name="bytes">The file.</param>
    /// <returns>It, on the disk; null where all that is kept has labels, and there is no room.</returns>
    /// <exception cref="GraftException">It cannot be written; nothing was kept.</exception>
    public ReviewedImage? Keep(ReviewedImage image, ReadOnlyMemory<byte> bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        lock (_gate)
        {
            if (!MakeRoom(bytes.Length)) return null;
            var id = $"{image.At.UtcDateTime:yyyyMMdd-HHmmss-fff}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            var kept = image with { Id = id, File = id + EndingOf(bytes.Span), Sha256 = hash, Bytes = bytes.Length };
            AtomicFile.Write(PathOf(_options.Folder, kept), stream => stream.Write(bytes.Span), isPrivate: true);
            Write(kept);
            Remember(kept);
            return kept;
        }
    }

    /// <summary>Writes down what a person says of an image of a request; null where it was not kept.</summary>
    /// <exception cref="GraftException">It cannot be written; what was said before stays.</exception>
    public ReviewedImage? Label(string model, string requestId, int number, string label)
    {
        lock (_gate)
        {
            if (_requests.GetValueOrDefault((model, requestId, number)) is not [.., var id]) return null;
            // Only the file has the answer.
            var path = Path.ChangeExtension(PathOf(_options.Folder, _images[id]), Ending);
            if (TryRead(path) is not { } image) return null;
            var labelled = image with { Label = label, LabelledAt = _time.GetUtcNow() };
            Write(labelled);
            return _images[id] = WithoutAnswer(labelled);
        }
    }

    /// <summary>Removes images without a label that are older than they may be.</summary>
    public void Forget()
    {
        lock (_gate)
            foreach (var image in _images.Values.Where(image => image.Label is null && image.At < _time.GetUtcNow().AddDays(-_options.Days)).ToList())
                Remove(image);
    }

    /// <summary>Lets another service keep its images there.</summary>
    public void Dispose() => _lock.Dispose();

    // Answers of many images would fill the memory: a thousand scores, or a hundred masks.
    private static ReviewedImage WithoutAnswer(ReviewedImage image) => image with { Answer = null, OtherAnswer = null };

    private bool MakeRoom(long length)
    {
        if (length > _options.MaxBytes) return false;
        while (_bytes + length > _options.MaxBytes)
        {
            if (_images.Values.FirstOrDefault(image => image.Label is null) is not { } oldest) return false;
            Remove(oldest);
        }
        return true;
    }

    private static (string, string, int) KeyOf(ReviewedImage image) => (image.Model, image.RequestId, image.Number);

    private void Remember(ReviewedImage image)
    {
        _images[image.Id] = WithoutAnswer(image);
        if (!_requests.TryGetValue(KeyOf(image), out var ids)) _requests[KeyOf(image)] = ids = [];
        ids.Add(image.Id);
        _bytes += image.Bytes;
    }

    // The json first: without it the image is nobody's.
    private void Remove(ReviewedImage image)
    {
        var path = PathOf(_options.Folder, image);
        File.Delete(Path.ChangeExtension(path, Ending));
        File.Delete(path);
        _images.Remove(image.Id);
        if (_requests[KeyOf(image)] is var ids && ids.Remove(image.Id) && ids.Count == 0) _requests.Remove(KeyOf(image));
        _bytes -= image.Bytes;
    }

    private static ReviewedImage? TryRead(string path)
    {
        try
        {
            var image = JsonSerializer.Deserialize(File.ReadAllBytes(path), ServingJson.Compact.ReviewedImage);
            return image?.Id == Path.GetFileNameWithoutExtension(path) && Path.GetFileName(image.File) == image.File
                && image.Model == Path.GetFileName(Path.GetDirectoryName(path)) ? image : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            return null;
        }
    }

    private void Write(ReviewedImage image)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(image, ServingJson.Compact.ReviewedImage);
        AtomicFile.Write(Path.ChangeExtension(PathOf(_options.Folder, image), Ending), stream => stream.Write(json), isPrivate: true);
    }

    // What a process that was killed had begun.
    private void RemoveUnacknowledged()
    {
        foreach (var path in Directory.EnumerateFiles(_options.Folder, OursAlone + ".*", SearchOption.AllDirectories))
            if (!path.EndsWith(Ending, StringComparison.Ordinal) && !File.Exists(Path.ChangeExtension(path, Ending))) File.Delete(path);
    }

    private static string EndingOf(ReadOnlySpan<byte> bytes) => FormatSniffer.Sniff(bytes) switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Png => ".png",
        ImageFormat.Webp => ".webp",
        ImageFormat.Gif => ".gif",
        ImageFormat.Bmp => ".bmp",
        _ => ".tif",
    };
}
