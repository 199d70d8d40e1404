namespace Graft.Networks;

/// <summary>Repositories of a hub on this machine.</summary>
public static class HubStore
{
    /// <summary>A folder in timm's layout, or an address <c>hf-hub:owner/name</c> that was pulled before; never downloads.</summary>
    /// <exception cref="GraftException">Not on this machine, or not usable; the message says what to do.</exception>
    public static HubRepository Resolve(string folderOrAddress)
    {
        if (!HubAddress.IsOne(folderOrAddress)) return HubRepository.Open(folderOrAddress);
        var address = HubAddress.Parse(folderOrAddress);
        return HubRepository.IsOne(address.Folder) && HubRepository.WeightFiles.Any(file => File.Exists(Path.Combine(address.Folder, file)))
            ? HubRepository.Open(address.Folder)
            : throw new GraftException($"{address} is not on this machine.", $"Expected {HubRepository.ConfigFile} and {HubRepository.WeightFiles[0]} from {address.Of("")} in the folder '{address.Folder}'.",
                $"`graft models pull {address}` downloads them. {WeightsAdvice.Bundled}");
    }

    /// <summary>
    /// Downloads a repository unless it is on this machine already: the description first, so that an architecture that cannot be
    /// used costs no long download, then the weights, resumed and checked against the hash the hub states.
    /// </summary>
    /// <param name="address">The repository.</param>
    /// <param name="options">Offline, connections, progress; the folder is <see cref="HubAddress.Folder"/> and mirrors are named by <see cref="HubAddress.BaseVariable"/>.</param>
    /// <param name="cancellation">Stops; what was received stays and is gone on with the next time.</param>
    /// <returns>The repository, ready to be loaded.</returns>
    /// <exception cref="GraftException">Unreachable, refused, changed on the way, or not usable.</exception>
    public static Task<HubRepository> PullAsync(HubAddress address, PullOptions? options = null, CancellationToken cancellation = default) =>
        new HubPull(address, options ?? new()).RunAsync(cancellation);
}
