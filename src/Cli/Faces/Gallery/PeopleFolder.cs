using Graft.Data;
using Graft.Faces;

namespace Graft.Cli;

/// <summary>A folder with a folder of photographs for each person, whose name it has.</summary>
internal static class PeopleFolder
{
    /// <summary>The people in the order of their names; folders without a photograph are said, and what was left out.</summary>
    /// <exception cref="GraftException">It is no such folder, or the name of a folder cannot be a person's.</exception>
    public static IReadOnlyList<PersonImages> Read(string root, Terminal terminal)
    {
        if (!Directory.Exists(root)) throw new GraftException($"There is no folder '{root}'.",
            "Expected a folder with a folder of photographs for each person: people/NAME/*.jpg.");
        // Two folders may have the same name, written in two ways.
        List<PersonImages> people = [.. ImageFiles.Subfolders(new DirectoryInfo(root)).GroupBy(folder => PersonName.Clean(folder.Name))
            .Select(own => new PersonImages(own.Key, [.. own.SelectMany(folder => Images(Path.Combine(root, folder.Name), folder))]))];
        List<string> empty = [.. people.Where(person => person.Files.Count == 0).Select(person => $"'{person.Name}'")];
        if (empty.Count == people.Count)
            throw new GraftException($"'{root}' has no folder with photographs in it.",
                "Expected a folder for each person, whose name it has: people/NAME/*.jpg.",
                ImageFiles.AllFiles(new DirectoryInfo(root)).Any(file => ImageFiles.IsImage(file.Name))
                    ? "Move the photographs of each person into a folder with the name." : "");
        if (LeftOutPhotographs.Of(root) is { } leftOut) terminal.Warn(leftOut);
        if (empty.Count > 0) terminal.Warn($"in '{root}' there is no photograph of {Words.List(empty)}");
        return [.. people.Where(person => person.Files.Count > 0)];
    }

    /// <summary>The people without photographs that lie under several names, which are said.</summary>
    public static IReadOnlyList<PersonImages> WithoutShared(IReadOnlyList<PersonImages> people, Terminal terminal)
    {
        var shared = SharedPhotographs.Of(people);
        if (shared.LeftOut.Count > 0)
            terminal.Warn($"{Words.Count(shared.LeftOut.Count, "photograph")} {Words.Was(shared.LeftOut.Count)} left out, the same under several names: "
                + Words.List([.. shared.LeftOut.Select(one => $"'{one.File}' ({Words.And(one.Names)})")]));
        return shared.People;
    }

    private static IReadOnlyList<string> Images(string path, DirectoryInfo folder) =>
        [.. ImageFiles.AllFiles(folder).Where(file => ImageFiles.IsImage(file.Name))
            .Select(file => Path.Combine(path, Path.GetRelativePath(folder.FullName, file.FullName)))];
}
