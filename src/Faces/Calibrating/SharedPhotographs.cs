using Graft.Networks;

namespace Graft.Faces;

/// <summary>Photographs that lie under several names: they would be measured as different people who cannot be told apart.</summary>
/// <param name="People">The people without them; who has nothing else is gone.</param>
/// <param name="LeftOut">Each with the names.</param>
internal sealed record SharedPhotographs(IReadOnlyList<PersonImages> People, IReadOnlyList<(string File, IReadOnlyList<string> Names)> LeftOut)
{
    /// <summary>Finds them by their content. What cannot be read is the same as nothing, and stays: whoever describes it says what is wrong.</summary>
    public static SharedPhotographs Of(IReadOnlyList<PersonImages> people)
    {
        List<(string File, IReadOnlyList<string> Names)> shared = [];
        // Only files of one length can be the same.
        var alike = people.SelectMany(person => person.Files.Select(file => (person.Name, File: file))).Where(one => FileContent.IsThere(one.File))
            .GroupBy(one => FileContent.LengthOf(one.File)).Where(own => own.Select(one => one.Name).Distinct().Count() > 1);
        foreach (var copies in alike.SelectMany(own => own.GroupBy(one => FileHash.TrySha256(one.File))))
            if (copies.Key is not null && copies.Select(copy => copy.Name).Distinct().ToList() is { Count: > 1 } names)
                shared.AddRange(copies.Select(copy => (copy.File, (IReadOnlyList<string>)names)));
        var gone = shared.Select(one => one.File).ToHashSet();
        return new([.. people.Select(person => person with { Files = [.. person.Files.Where(file => !gone.Contains(file))] })
            .Where(person => person.Files.Count > 0)], shared);
    }
}
