using Graft.Runtime;

namespace Graft.Serving;

/// <summary>What a service serves, and within which limits.</summary>
public sealed class GraftServing
{
    internal Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    internal string? Folder { get; private set; }

    internal string? KeyFile { get; private set; }

    internal bool IsForThisMachine { get; set; }

    /// <summary>How often it is checked whether files have changed.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Sizes, times and numbers that the service does not exceed.</summary>
    public ServingLimits Limits { get; set; } = new();

    /// <summary>
    /// Share of the requests that a new version in the folder of models answers at first: 1, as by default, for all; up to 0.5 as a canary, which goes back by
    /// itself when it fails or is slow; 0 for none. Who may choose versions has it answer everything.
    /// </summary>
    public double NewVersionShare { get; set; } = 1;

    /// <summary>Watches whether images are still like those that the models were made for; null, as by default, does not.</summary>
    public WatchOptions? Watch { get; set; }

    /// <summary>Keeps some of the images for people to look at; null, as by default, keeps none.</summary>
    public ReviewOptions? Review { get; set; }

    /// <summary>What other packages serve beside models.</summary>
    internal List<ServingExtension> Extensions { get; } = [];

    /// <summary>Serves a model file under a name. When the file changes, the new one answers once it has passed its self-test.</summary>
    /// <param name="name">In addresses: letters, digits, '-', '_' and '.'.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="GraftException">The name is taken.</exception>
    public GraftServing AddModel(string name, string path)
    {
        if (!Files.TryAdd(name, Path.GetFullPath(path)))
            throw new GraftException($"Two models are called '{name}'.", "Every model has a name of its own.", "Give one as NAME=FILE.");
        return this;
    }

    /// <summary>Serves a folder: a folder for each model in it, a file for each version, of which the newest answers.</summary>
    /// <param name="folder">The folder; serving.json in it keeps what a rollback chose.</param>
    public GraftServing AddModels(string folder)
    {
        Folder = Path.GetFullPath(folder);
        return this;
    }

    /// <summary>Asks for keys, which <c>graft serve keys add</c> writes. Without a file nobody is asked, and versions are chosen
    /// from this machine alone, and only where the program listens on no other address than its loopback.</summary>
    /// <param name="path">The file; read again when it changes.</param>
    public GraftServing UseKeys(string path)
    {
        KeyFile = Path.GetFullPath(path);
        return this;
    }
}
