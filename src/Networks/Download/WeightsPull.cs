namespace Graft.Networks;

/// <summary>Downloads one file: locked, resumed, checked against its hash, then renamed into place.</summary>
internal sealed class WeightsPull(PullTarget target, PullOptions options)
{
    private string Folder => Path.GetDirectoryName(target.Path)!;

    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        if (File.Exists(target.Path)) return target.Path;
        if (options.Offline)
            throw new GraftException($"{target.Name} is not on this machine, and {PullOptions.OfflineVariable} forbids to download it.", Expected,
                target.Advice)
            { ExitCode = 1 };
        PartFile.Guarded(Folder, () => Directory.CreateDirectory(Folder));
        var lockFile = $"{target.Path}.lock";
        using (await WeightsLock.TakeAsync(lockFile, cancellation))
        {
            if (!File.Exists(target.Path)) await DownloadAsync(cancellation); // else another process did it meanwhile
        }
        // Only once the file is there: whoever still waits for the lock will find it, so no two can be left downloading.
        PartFile.Guarded(lockFile, () => File.Delete(lockFile));
        return target.Path;
    }

    private string Expected => $"Expected the file '{Path.GetFileName(target.Path)}' from {target.Address} in the folder '{Folder}'.";

    private async Task DownloadAsync(CancellationToken cancellation)
    {
        var part = $"{target.Path}.part";
        using var client = WebClient.Make(target.Address, options);
        try
        {
            await new WeightsDownload(client, target.Address, part, options).RunAsync(cancellation);
        }
        catch (HttpRequestException failure)
        {
            throw new GraftException($"{target.Name} could not be downloaded from {target.Address}: {failure.Message.TrimEnd('.')}.", Expected,
                target.Advice, failure)
            { ExitCode = 1 };
        }
        if (WebPage.Is(part)) throw Dropped(part, "a web page, perhaps one to log in");
        var hash = target.Sha256 is null ? "" : FileHash.Sha256(part);
        if (target.Sha256 is { } expected && !hash.StartsWith(expected, StringComparison.Ordinal))
        {
            PartFile.Guarded(part, () => File.Delete(part));
            throw new GraftException(
                $"What came from {target.Address} is not {Path.GetFileName(target.Path)}: its SHA-256 starts with {hash[..expected.Length]}. It was deleted.",
                $"{expected} was expected.", "Try again; if it stays so, something between here and the server changes the file.")
            { ExitCode = 1 };
        }
        if (target.Check?.Invoke(part) is { } fault) throw Dropped(part, fault);
        PartFile.Guarded(target.Path, () => File.Move(part, target.Path));
    }

    // Kept, it would stand in the way of every later download of this name.
    private GraftException Dropped(string part, string what)
    {
        PartFile.Guarded(part, () => File.Delete(part));
        return new GraftException($"What came from {target.Address} is not {Path.GetFileName(target.Path)}: it is {what}. It was deleted.",
            Expected, target.Advice)
        { ExitCode = 1 };
    }
}

/// <summary>A file that is to be downloaded.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Sha256">The hash it must have, or the first digits of it; null where none is published.</param>
/// <param name="Advice">What to do when it cannot be had.</param>
internal sealed record PullTarget(string Name, Uri Address, string Path, string? Sha256, string Advice)
{
    /// <summary>Looks into what came, where no hash tells: what it is instead, or null where it is what was asked for.</summary>
    public Func<string, string?>? Check { get; init; }

    /// <summary>Published weights, from their own address or a mirror's.</summary>
    /// <exception cref="GraftException">The mirror is not an address.</exception>
    public static PullTarget Of(PublishedWeights weights, PullOptions options)
    {
        var target = Of(weights.Name, weights.Address!, weights.FileName, weights.Sha256, options);
        return target with { Advice = $"{target.Advice} {WeightsAdvice.Bundled}" };
    }

    /// <summary>A file, from its own address or a mirror's.</summary>
    /// <exception cref="GraftException">The mirror is not an address.</exception>
    public static PullTarget Of(string name, Uri address, string file, string sha256, PullOptions options) => new(
        name, AddressOf(address, file, options.Mirror), System.IO.Path.Combine(options.Folder, file), sha256,
        $"Put the file there, or set {PullOptions.MirrorVariable} to a mirror's address.");

    private static Uri AddressOf(Uri address, string file, string? mirror)
    {
        if (mirror is null) return address;
        return WebClient.Address($"{mirror.TrimEnd('/')}/{file}")
            ?? throw new GraftException($"The mirror '{mirror}' is not an address.", $"{PullOptions.MirrorVariable} takes something like https://host/folder.");
    }
}

/// <summary>One process at a time downloads a file. The lock is the operating system's: it ends with the process, however that ends.</summary>
internal sealed class WeightsLock : IDisposable
{
    // The holder deletes the file when it is done, so a file that was held may be gone a moment later: that is not yet a failure.
    private const int AttemptsWithoutFile = 20;
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(100);
    private readonly FileStream _file;

    private WeightsLock(FileStream file) => _file = file;

    /// <summary>Waits until no other process has the lock.</summary>
    public static async Task<WeightsLock> TakeAsync(string path, CancellationToken cancellation)
    {
        var withoutFile = 0;
        while (true)
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException) when (File.Exists(path) || (Directory.Exists(Path.GetDirectoryName(path)) && ++withoutFile < AttemptsWithoutFile))
            {
                await Task.Delay(_poll, cancellation);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new GraftException($"'{path}' could not be written: {failure.Message}",
                    cure: $"Choose another folder with {GraftHome.Variable}.", inner: failure);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
