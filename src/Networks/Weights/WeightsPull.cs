namespace Graft.Networks;

/// <summary>Downloads one file: locked, resumed, checked against its hash, then renamed into place.</summary>
internal sealed class WeightsPull(PullTarget target, PullOptions options)
{
    private string Folder => Path.GetDirectoryName(target.Path)!;

    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        if (File.Exists(target.Path)) return target.Path;
        if (options.Offline)
            throw new GraftException($"{target.Name} is not on this machine, and {PullOptions.OfflineVariable} forbids to download it.", Expected, target.Advice) { ExitCode = 1 };
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
            throw new GraftException($"{target.Name} could not be downloaded from {target.Address}: {failure.Message.TrimEnd('.')}.", Expected, target.Advice, failure) { ExitCode = 1 };
        }
        var hash = target.Sha256 is null ? "" : FileHash.Sha256(part);
        if (target.Sha256 is { } expected && !hash.StartsWith(expected, StringComparison.Ordinal))
        {
            PartFile.Guarded(part, () => File.Delete(part));
            throw new GraftException($"What came from {target.Address} is not {Path.GetFileName(target.Path)}: its SHA-256 starts with {hash[..expected.Length]}. It was deleted.",
                $"{expected} was expected.", "Try again; if it stays so, something between here and the server changes the file.")
            { ExitCode = 1 };
        }
        PartFile.Guarded(target.Path, () => File.Move(part, target.Path));
    }
}
