namespace Graft.Networks;

/// <summary>Downloads one repository.</summary>
internal sealed class HubPull(HubAddress address, PullOptions options)
{
    private string Advice => $"Check the name; set {HubAddress.BaseVariable} to a mirror's address; or download the files by other means and give their folder as --model. {WeightsAdvice.Bundled}";

    public async Task<HubRepository> RunAsync(CancellationToken cancellation)
    {
        // Small files are not worth a progress line of their own.
        var quiet = options with { Progress = null };
        await new WeightsPull(Target(HubRepository.ConfigFile, null), quiet).RunAsync(cancellation);
        TimmNames.ModelOf(HubConfig.Read(Path.Combine(address.Folder, HubRepository.ConfigFile)).Architecture);
        await PullCardAsync(quiet, cancellation);
        if (HubRepository.WeightFiles.All(file => !File.Exists(Path.Combine(address.Folder, file)))) await PullWeightsAsync(cancellation);
        return HubRepository.Open(address.Folder);
    }

    // The card only tells the licence: a repository without one is usable.
    private async Task PullCardAsync(PullOptions quiet, CancellationToken cancellation)
    {
        try
        {
            await new WeightsPull(Target(ModelCardHead.FileName, null), quiet).RunAsync(cancellation);
        }
        catch (GraftException failure) when (failure.InnerException is HttpRequestException { StatusCode: System.Net.HttpStatusCode.NotFound } || options.Offline)
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
            var target = Target(file, facts.Sha256);
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

    private PullTarget Target(string file, string? sha256) =>
        new($"{address} ({file})", address.Of(file), Path.Combine(address.Folder, file), sha256, Advice);
}
