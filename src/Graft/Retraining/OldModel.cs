using Graft.Artifacts;

namespace Graft;

/// <summary>A model file that a run is to replace, as it was when the run began.</summary>
/// <param name="File">The file.</param>
/// <param name="Manifest">What it says of itself.</param>
internal sealed record OldModel(string File, Manifest Manifest)
{
    /// <summary>What can be wrong with it is said before an image of the data is looked at.</summary>
    /// <param name="request">The request.</param>
    /// <param name="folder">A run folder that will be written over; null for none.</param>
    /// <param name="open">Opens a file of the task.</param>
    /// <returns>Null where none was named.</returns>
    /// <exception cref="GraftException">There is no such file, it is refused or of another task, or the run would write over it.</exception>
    public static OldModel? Of(TrainRequest request, string? folder, Func<string, Manifest> open)
    {
        if (request.Against is not { } path) return null;
        var file = ModelPath.Resolve(path);
        if (folder is not null && OutputPlace.IsSame(file, Path.Combine(folder, RunFolder.ModelName)))
            throw new GraftException($"The run would write over '{file}', which it is to be compared with.",
                cure: $"Copy the file, or choose another {Flag.Of("--name")}.");
        var task = ModelFile.ReadManifest(file).Task;
        if (task != request.Task.Name())
            throw new GraftException($"'{file}' is a model of the task '{task}'.", $"Expected one of the task '{request.Task.Name()}'.",
                $"Give {Flag.Of("--against")} a file of this task.");
        return new(file, open(file));
    }

    /// <summary>Its classes are those of the data.</summary>
    /// <exception cref="GraftException">They are not.</exception>
    public void Require(string data, IReadOnlyList<string> classes)
    {
        if (!Manifest.Classes.SequenceEqual(classes, StringComparer.Ordinal))
            throw new GraftException($"The classes of '{File}' are {Words.List([.. Manifest.Classes])}.",
                $"Expected those of '{data}', in their order: {Words.List([.. classes])}.",
                "Both files are compared by their answers, which must mean the same.");
    }

    /// <summary>The file still holds the network that it held.</summary>
    /// <exception cref="GraftException">It is gone, or holds another one.</exception>
    public void RequireSame()
    {
        if (ModelFile.ReadManifest(File).ContentHash != Manifest.ContentHash)
            throw new GraftException($"'{File}' was replaced during the training.", "Expected the file that was there when it began.",
                $"Measure both with `graft val`, and give {Flag.Of("--against")} a file that stays.");
    }
}
