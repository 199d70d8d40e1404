using System.Text.Json;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>Kept images as folders: those with a label by it, the others by what was answered, to be looked at and moved.</summary>
internal static class ReviewExport
{
    /// <summary>Writes the folder, whole or not at all.</summary>
    /// <param name="folder">Where the images are kept.</param>
    /// <param name="images">Those of one model.</param>
    /// <param name="target">A new or an empty folder.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>How many have a label, how many wait for one, and the names of files that are not there any more.</returns>
    public static (int Labelled, int Waiting, IReadOnlyList<string> Gone) Write(
        string folder, IReadOnlyList<ReviewedImage> images, string target, CancellationToken cancellation)
    {
        OutputPlace.RequireFolder(target, "--export", isNew: true);
        var gone = images.Where(image => !File.Exists(ReviewStore.PathOf(folder, image))).ToList();
        // Of an image that was labelled more than once the last label holds.
        images = [.. images.Except(gone).GroupBy(image => image.Label is null ? image.Id : image.Sha256)
            .Select(same => same.MaxBy(image => image.LabelledAt)!)];
        var temporary = Path.GetFullPath(target) + OutputPlace.TemporaryFolder();
        try
        {
            foreach (var image in images)
            {
                cancellation.ThrowIfCancellationRequested();
                var group = image.Label is null ? ReviewedFolder.ToLabel : ReviewedFolder.Labelled;
                var place = Path.Combine(temporary, group, Folder(image.Label ?? image.Predicted));
                MakePrivate(place);
                File.Copy(ReviewStore.PathOf(folder, image), Path.Combine(place, image.File));
            }
            MakePrivate(temporary);
            AtomicFile.WriteText(Path.Combine(temporary, ReviewedFolder.List), JsonSerializer.Serialize(images, Json.Options), isPrivate: true);
            if (Directory.Exists(target)) Directory.Delete(target); // it is empty
            Directory.Move(temporary, target);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException(
                $"'{target}' could not be written: {failure.Message}", "Nothing was changed.", "Choose another place with --export.", failure);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
        return (images.Count(image => image.Label is not null), images.Count(image => image.Label is null), [.. gone.Select(image => image.File)]);
    }

    // What the service's user alone could read stays so.
    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // Class names come from a model file: none leads out of the folder.
    private static string Folder(string? name)
    {
        char[] wrong = [.. Path.GetInvalidFileNameChars(), '/', '\\'];
        var safe = string.Concat((name ?? "").Select(letter => wrong.Contains(letter) ? '_' : letter)).Trim();
        return safe.Trim('.').Length == 0 ? "nothing" : safe;
    }
}
