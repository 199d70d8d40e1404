namespace Graft.Networks;

/// <summary>Downloads one published file: locked, resumed, checked against its hash, then renamed into place.</summary>
internal sealed class WeightsPull(PublishedWeights weights, PullOptions options)
{
    private readonly string _target = Path.Combine(options.Folder, weights.FileName);

    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        if (File.Exists(_target)) return _target;
        PartFile.Guarded(options.Folder, () => Directory.CreateDirectory(options.Folder));
        var lockFile = $"{_target}.lock";
        using (await WeightsLock.TakeAsync(lockFile, cancellation))
        {
            if (!File.Exists(_target)) await DownloadAsync(cancellation); // else another process did it meanwhile
        }
        // Only once the file is there: whoever still waits for the lock will find it, so no two can be left downloading.
        PartFile.Guarded(lockFile, () => File.Delete(lockFile));
        return _target;
    }

    private async Task DownloadAsync(CancellationToken cancellation)
    {
        var address = Address();
        var part = $"{_target}.part";
        // Proxies come from HTTP_PROXY, HTTPS_PROXY and NO_PROXY, or the system's settings; this machine itself needs none.
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = options.Silence / 3, UseProxy = !address.IsLoopback }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("graft");
        try
        {
            await new WeightsDownload(client, address, part, options).RunAsync(cancellation);
        }
        catch (HttpRequestException failure)
        {
            throw new GraftException($"{weights.Name} could not be downloaded from {address}: {failure.Message.TrimEnd('.')}.",
                WeightsAdvice.Expected(weights, options.Folder),
                $"Put the file there, or set {PullOptions.MirrorVariable} to a mirror's address. {WeightsAdvice.Bundled}", failure)
            { ExitCode = 1 };
        }
        var hash = FileHash.Sha256(part);
        if (!hash.StartsWith(weights.Sha256, StringComparison.Ordinal))
        {
            PartFile.Guarded(part, () => File.Delete(part));
            throw new GraftException($"What came from {address} is not {weights.FileName}: its SHA-256 starts with {hash[..weights.Sha256.Length]}. It was deleted.",
                $"{weights.Sha256} was expected.", "Try again; if it stays so, something between here and the server changes the file.")
            { ExitCode = 1 };
        }
        PartFile.Guarded(_target, () => File.Move(part, _target));
    }

    private Uri Address()
    {
        if (options.Mirror is null) return weights.Address!;
        return Uri.TryCreate($"{options.Mirror.TrimEnd('/')}/{weights.FileName}", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new GraftException($"The mirror '{options.Mirror}' is not an address.", $"{PullOptions.MirrorVariable} takes something like https://host/folder.");
    }
}
