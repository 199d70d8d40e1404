namespace Graft.Networks;

/// <summary>Repositories of a hub on this machine.</summary>
internal static class HubStore
{
    /// <summary>A folder in timm's layout, or an address <c>hf-hub:owner/name</c> that was pulled before; never downloads.</summary>
    /// <exception cref="GraftException">Not on this machine, or not usable; the message says what to do.</exception>
    public static HubRepository Resolve(string folderOrAddress)
    {
        if (!HubAddress.IsOne(folderOrAddress)) return HubRepository.Open(folderOrAddress);
        var address = HubAddress.Parse(folderOrAddress);
        return HubRepository.IsOne(address.Folder) && HubRepository.WeightFiles.Any(file => File.Exists(Path.Combine(address.Folder, file)))
            ? HubRepository.Open(address.Folder)
            : throw new GraftException($"{address} is not on this machine.",
                $"Expected {HubRepository.ConfigFile} and {HubRepository.WeightFiles[0]} from {address.Of("")} in the folder '{address.Folder}'.",
                $"`graft models pull {address}` downloads them. {WeightsAdvice.Bundled}");
    }

    /// <summary>
    /// Downloads a repository unless it is on this machine already: the description first, so that an architecture that cannot be
    /// used costs no long download, then the weights, resumed and checked against the hash the hub states.
    /// </summary>
    /// <param name="address">The repository.</param>
    /// <param name="options">
    /// Offline, connections, progress; the folder is <see cref="HubAddress.Folder"/> and mirrors are named by <see cref="HubAddress.BaseVariable"/>.
    /// </param>
    /// <param name="cancellation">Stops; what was received stays and is gone on with the next time.</param>
    /// <returns>The repository, ready to be loaded.</returns>
    /// <exception cref="GraftException">Unreachable, refused, changed on the way, or not usable.</exception>
    public static Task<HubRepository> PullAsync(HubAddress address, PullOptions? options = null, CancellationToken cancellation = default) =>
        new HubPull(address, options ?? new()).RunAsync(cancellation);
}

/// <summary>Downloads one repository.</summary>
internal sealed class HubPull(HubAddress address, PullOptions options)
{
    private string Advice => $"Check the name; set {HubAddress.BaseVariable} to a mirror's address; "
        + $"or download the files by other means and give their folder as {Flag.Of("--model")}. {WeightsAdvice.Bundled}";

    public async Task<HubRepository> RunAsync(CancellationToken cancellation)
    {
        // Small files are not worth a progress line of their own.
        var quiet = options with { Progress = null };
        foreach (var file in (IEnumerable<string>)[HubRepository.ConfigFile, ModelCardHead.FileName, .. HubRepository.WeightFiles])
            WebPage.Drop(Path.Combine(address.Folder, file));
        await new WeightsPull(Target(HubRepository.ConfigFile, null), quiet).RunAsync(cancellation);
        Understand(Path.Combine(address.Folder, HubRepository.ConfigFile));
        await PullCardAsync(quiet, cancellation);
        if (HubRepository.WeightFiles.All(file => !File.Exists(Path.Combine(address.Folder, file)))) await PullWeightsAsync(cancellation);
        return HubRepository.Open(address.Folder);
    }

    // A description that cannot be used is not kept: the repository may have another the next time.
    private void Understand(string config)
    {
        try
        {
            TimmNames.ModelOf(HubConfig.Read(config).Architecture);
        }
        catch (GraftException) when (!options.Offline)
        {
            File.Delete(config);
            throw;
        }
    }

    // The card only tells the licence: a repository without one is usable.
    private async Task PullCardAsync(PullOptions quiet, CancellationToken cancellation)
    {
        try
        {
            await new WeightsPull(Target(ModelCardHead.FileName, null), quiet).RunAsync(cancellation);
        }
        catch (GraftException failure) when (failure.InnerException is HttpRequestException { StatusCode: System.Net.HttpStatusCode.NotFound }
            || failure.InnerException is null)
        {
            if (!options.Offline) File.Delete(Path.Combine(address.Folder, ModelCardHead.FileName + ".lock"));
        }
    }

    private async Task PullWeightsAsync(CancellationToken cancellation)
    {
        var failures = new List<GraftException>();
        foreach (var file in HubRepository.WeightFiles)
        {
            var facts = options.Offline ? new HubFacts(null, null) : await HubFacts.AskAsync(address.Of(file), options, cancellation);
            var target = Target(file, facts.Sha256) with { Check = facts.Sha256 is null ? NoCheckpoint : null };
            try
            {
                await new WeightsPull(target, options).RunAsync(cancellation);
                new HubOrigin(address.ToString(), target.Address.AbsoluteUri, facts.Commit).Write(address.Folder);
                return;
            }
            catch (GraftException failure) when (failure.InnerException is HttpRequestException { StatusCode: System.Net.HttpStatusCode.NotFound })
            {
                File.Delete(target.Path + ".lock");
                failures.Add(failure);
            }
        }
        throw failures[0];
    }

    private static string? NoCheckpoint(string path)
    {
        try
        {
            Checkpoint.Open(path).Dispose();
            return null;
        }
        catch (GraftException failure)
        {
            return $"no checkpoint: {failure.What.TrimEnd('.')}";
        }
    }

    private PullTarget Target(string file, string? sha256) =>
        new($"{address} ({file})", address.Of(file), Path.Combine(address.Folder, file), sha256, Advice);
}

/// <summary>What a hub says of a file before it is downloaded: large files have their SHA-256 as the tag of the linked file.</summary>
/// <param name="Sha256">Hash of the content; null where the hub does not say.</param>
/// <param name="Commit">Commit of the repository; null where the hub does not say.</param>
internal sealed record HubFacts(string? Sha256, string? Commit)
{
    // The hub answers with a redirection to where the bytes are, and the facts stand in that answer's head alone.
    public static async Task<HubFacts> AskAsync(Uri address, PullOptions options, CancellationToken cancellation)
    {
        using var client = WebClient.Make(address, options, followsRedirects: false);
        client.Timeout = options.Silence;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var response = await client.SendAsync(request, cancellation);
            var tag = Header(response, "X-Linked-ETag")?.Trim('"');
            return new(tag is { Length: 64 } && tag.All(char.IsAsciiHexDigitLower) ? tag : null, Header(response, "X-Repo-Commit"));
        }
        catch (Exception failure) when (failure is HttpRequestException || failure is TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return new(null, null); // the download itself tells what is wrong
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
