using Graft.Data;
using Graft.Faces;

namespace Graft.Cli;

/// <summary>A folder with a folder of photographs for each person, whose name it has.</summary>
internal static class PeopleFolder
{
    /// <summary>The people in the order of their names.</summary>
    /// <exception cref="GraftException">It is no such folder.</exception>
    public static IReadOnlyList<PersonImages> Read(string root)
    {
        if (!Directory.Exists(root)) throw new GraftException($"There is no folder '{root}'.",
            "Expected a folder with a folder of photographs for each person: people/NAME/*.jpg.");
        List<PersonImages> people = [.. ImageFiles.Subfolders(new DirectoryInfo(root))
            .Select(folder => new PersonImages(folder.Name, Images(Path.Combine(root, folder.Name), folder))).Where(person => person.Files.Count > 0)];
        return people.Count > 0 ? people
            : throw new GraftException($"'{root}' has no folder with photographs in it.",
                "Expected a folder for each person, whose name it has: people/NAME/*.jpg.",
                ImageFiles.AllFiles(new DirectoryInfo(root)).Any(file => ImageFiles.IsImage(file.Name))
                    ? "Move the photographs of each person into a folder with the name." : "");
    }

    private static IReadOnlyList<string> Images(string path, DirectoryInfo folder) =>
        [.. ImageFiles.AllFiles(folder).Where(file => ImageFiles.IsImage(file.Name))
            .Select(file => Path.Combine(path, Path.GetRelativePath(folder.FullName, file.FullName)))];
}
